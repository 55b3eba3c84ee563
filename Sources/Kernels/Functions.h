// Functions of each element, in double precision and rounded once: the result is the float next to
// the exact one but where that lies within 1e-12 of the middle between two, so it is the same on
// every path.

typedef double D8 __attribute__((vector_size(64), aligned(8), may_alias));
typedef int64_t L8 __attribute__((vector_size(64), aligned(8), may_alias));

INLINE D8 splatD(double x) { return (D8){x, x, x, x, x, x, x, x}; }

INLINE D8 fmaD(D8 a, D8 b, D8 c) {
#if FUSED
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

INLINE D8 selectD(L8 mask, D8 yes, D8 no) { return (D8)(((L8)yes & mask) | ((L8)no & ~mask)); }

INLINE D8 withSignOf(D8 magnitude, D8 sign) {
  return (D8)((L8)magnitude | ((L8)sign & (L8)splatD(-0.0)));
}

INLINE D8 absD(D8 x) { return (D8)((L8)x & INT64_MAX); }

// Adding 1.5 * 2^52 leaves a number's nearest integer in the last bits of its mantissa.
#define MAGIC 0x1.8p52

// exp(x) - 1 = scale * q + (scale - 1), for |x| < 700: x = n ln 2 + r with |r| <= ln 2 / 2, scale is
// 2^n and q the Taylor series of exp(r) - 1 to r^10, whose remainder is below 3e-13.
INLINE D8 expm1PartsD(D8 x, D8 *scale) {
  const D8 shifted = fmaD(x, splatD(0x1.71547652b82fep0), splatD(MAGIC));
  const D8 n = shifted - MAGIC;
  const D8 r = fmaD(n, splatD(-0x1.62e42fefa39efp-1), x);
  D8 q = splatD(1.0 / 3628800);
  q = fmaD(q, r, splatD(1.0 / 362880));
  q = fmaD(q, r, splatD(1.0 / 40320));
  q = fmaD(q, r, splatD(1.0 / 5040));
  q = fmaD(q, r, splatD(1.0 / 720));
  q = fmaD(q, r, splatD(1.0 / 120));
  q = fmaD(q, r, splatD(1.0 / 24));
  q = fmaD(q, r, splatD(1.0 / 6));
  q = fmaD(q, r, splatD(0.5));
  q = fmaD(q, r * r, r);
  *scale = (D8)(((L8)shifted - (L8)splatD(MAGIC) + 1023) << 52);
  return q;
}

// Between bounds beyond which the float is zero or infinite.
INLINE D8 expD(D8 x) {
  x = selectD(x > 90, splatD(90), x);
  x = selectD(x < -110, splatD(-110), x);
  D8 scale;
  const D8 q = expm1PartsD(x, &scale);
  return fmaD(scale, q, scale);
}

// tanh(x) = e / (e + 2) with e = exp(2|x|) - 1, and the sign of x.
INLINE D8 tanhD(D8 x) {
  D8 twice = absD(x) * 2;
  twice = selectD(twice > 40, splatD(40), twice);
  D8 scale;
  const D8 q = expm1PartsD(twice, &scale);
  const D8 e = fmaD(scale, q, scale - 1);
  return withSignOf(e / (e + 2), x);
}

INLINE D8 sigmoidD(D8 x) {
  D8 below = -x;
  below = selectD(below > 110, splatD(110), below);
  below = selectD(below < -110, splatD(-110), below);
  D8 scale;
  const D8 q = expm1PartsD(below, &scale);
  return 1 / (1 + fmaD(scale, q, scale));
}

// log(x) = k ln 2 + log(m), x = 2^k m with m between the roots of 1/2 and 2; with s = (m - 1) / (m + 1)
// log(m) = 2 (s + s^3 / 3 + s^5 / 5 + ...), of which s^19 and what follows are below 2e-16.
INLINE D8 logD(D8 x) {
  const L8 bits = (L8)x, half = (L8)splatD(0x1.6a09e667f3bcdp-1);
  const L8 k = (bits - half) >> 52;
  const D8 m = (D8)(bits - (k << 52));
  const D8 exponent = (D8)(k + (L8)splatD(MAGIC)) - MAGIC;
  const D8 s = (m - 1) / (m + 1), z = s * s;
  D8 series = splatD(1.0 / 17);
  series = fmaD(series, z, splatD(1.0 / 15));
  series = fmaD(series, z, splatD(1.0 / 13));
  series = fmaD(series, z, splatD(1.0 / 11));
  series = fmaD(series, z, splatD(1.0 / 9));
  series = fmaD(series, z, splatD(1.0 / 7));
  series = fmaD(series, z, splatD(1.0 / 5));
  series = fmaD(series, z, splatD(1.0 / 3));
  series = fmaD(series, z * s, s);
  D8 y = fmaD(exponent, splatD(0x1.62e42fefa39efp-1), 2 * series);
  y = selectD(x == 0, splatD(-__builtin_inf()), y);
  y = selectD(x < 0, splatD(__builtin_nan("")), y);
  return selectD((x < __builtin_inf()) & (x == x), y, selectD(x > 0, x, splatD(__builtin_nan(""))));
}

// To the nearest integer, of two the even one: beyond 2^23 every float is an integer.
INLINE F16 round16(F16 x) {
  const I16 sign = (I16)x & (I16)splat16(-0.0f);
  const F16 magic = (F16)((I16)splat16(0x1p23f) | sign);
  const F16 rounded = (F16)((I16)((x + magic) - magic) | sign);
  return select16(abs16(x) < 0x1p23f, rounded, x);
}

INLINE F16 floor16(F16 x) {
  const F16 rounded = round16(x);
  return select16(rounded > x, rounded - 1, rounded);
}

INLINE F16 ceil16(F16 x) {
  const F16 rounded = round16(x);
  const F16 above = (F16)((I16)(rounded + 1) | ((I16)x & (I16)splat16(-0.0f)));
  return select16(rounded < x, above, rounded);
}

INLINE D8 loadD(const float *p, long count) {
  F8 x = 0;
  __builtin_memcpy(&x, p, (size_t)(count < 8 ? count : 8) * sizeof(float));
  return __builtin_convertvector(x, D8);
}

INLINE void storeD(float *p, D8 x, long count) {
  const F8 y = __builtin_convertvector(x, F8);
  __builtin_memcpy(p, &y, (size_t)(count < 8 ? count : 8) * sizeof(float));
}

// Whole vectors first, so that their loads and stores have a known size.
#define MAP_BY(width, load, store, function)                                                       \
  for (; i + width <= count; i += width) {                                                         \
    const __auto_type x = load(source + i, width);                                                 \
    store(result + i, function, width);                                                            \
  }                                                                                                \
  if (i < count) {                                                                                 \
    const __auto_type x = load(source + i, count - i);                                             \
    store(result + i, function, count - i);                                                        \
  }                                                                                                \
  break;
#define MAP(function) MAP_BY(16, loadSome, storeSome, function)
#define MAP_WIDE(function) MAP_BY(8, loadD, storeD, function)

static void map(KernelFunction function, const float *source, float *result, long count) {
  long i = 0;
  switch (function) {
  case KernelFunctionExp:
    MAP_WIDE(expD(x))
  case KernelFunctionLog:
    MAP_WIDE(logD(x))
  case KernelFunctionTanh:
    MAP_WIDE(tanhD(x))
  case KernelFunctionSigmoid:
    MAP_WIDE(sigmoidD(x))
  case KernelFunctionRelu:
    MAP(activate(x, KernelActivationRelu))
  case KernelFunctionSqrt:
    MAP(__builtin_elementwise_sqrt(x))
  case KernelFunctionRound:
    MAP(round16(x))
  case KernelFunctionFloor:
    MAP(floor16(x))
  case KernelFunctionCeil:
    MAP(ceil16(x))
  }
}
