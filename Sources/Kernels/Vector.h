// Vectors of 16 floats, whatever the machine's own width: the compiler splits them. Elementwise
// code uses these; only the product tile (Product.h) uses vectors of the machine's width.
//
// LANES is the machine's width in floats, FUSED says whether it has fused multiply-add.

#pragma STDC FP_CONTRACT OFF

// Vectors are passed between functions that are always inlined, so their calling convention, which
// depends on the instruction set, is never used.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

typedef float F16 __attribute__((vector_size(64), aligned(4), may_alias));
typedef float F8 __attribute__((ext_vector_type(8), aligned(4), may_alias));
typedef float F4 __attribute__((ext_vector_type(4), aligned(4), may_alias));
typedef int32_t I16 __attribute__((vector_size(64), aligned(4), may_alias));
typedef uint32_t U16 __attribute__((vector_size(64), aligned(4), may_alias));
typedef uint8_t B16 __attribute__((vector_size(16), aligned(1), may_alias));

INLINE F16 load16(const float *p) { return *(const F16 *)p; }
INLINE void store16(float *p, F16 x) { *(F16 *)p = x; }
INLINE F16 splat16(float x) {
  return (F16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

// Returns a * b + c, rounded once where the machine can.
INLINE F16 fma16(F16 a, F16 b, F16 c) {
#if FUSED
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

INLINE float fma1(float a, float b, float c) {
#if FUSED
  return __builtin_fmaf(a, b, c);
#else
  return a * b + c;
#endif
}

INLINE F16 select16(I16 mask, F16 yes, F16 no) {
  return (F16)(((I16)yes & mask) | ((I16)no & ~mask));
}

INLINE F16 abs16(F16 x) { return (F16)((I16)x & 0x7fffffff); }

// Returns the lanes below `count`, all bits set.
INLINE I16 lanesBelow(long count) {
  const I16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return lanes < (int32_t)count;
}

// Returns the first `count` floats, zero in the other lanes.
INLINE F16 loadPart(const float *p, long count) {
  float part[16] = {0};
  for (long i = 0; i < count; i++) part[i] = p[i];
  return load16(part);
}

INLINE void storePart(float *p, F16 x, long count) {
  float part[16];
  store16(part, x);
  for (long i = 0; i < count; i++) p[i] = part[i];
}

// Returns the sum of the lanes by halves: 8 and 8, 4 and 4, 2 and 2, 1 and 1.
INLINE float sum16(F16 x) {
  float lane[16];
  store16(lane, x);
  for (int half = 8; half > 0; half /= 2)
    for (int i = 0; i < half; i++) lane[i] += lane[i + half];
  return lane[0];
}

INLINE U16 magnitude16(F16 x) { return (U16)x & 0x7fffffffu; }

INLINE uint32_t max16(U16 x) {
  uint32_t lane[16], most = 0;
  *(U16 *)lane = x;
  for (int i = 0; i < 16; i++) most = lane[i] > most ? lane[i] : most;
  return most;
}

// Returns (exp(x) - 1) / 2 = scale * q + (scale - 1) / 2 as the pair of `scale` (a power of two) and q,
// from x / 2, for |x| < 88. x = n ln 2 + r with |r| <= ln 2 / 2, ln 2 in two parts (Cody and Waite,
// 1980); 2 q is the Taylor series of exp(r) - 1 to r^7, whose remainder is below 3e-9. Halves, so that
// tanh need not double its argument; powers of two change no bit.
INLINE F16 expm1Parts(F16 half, F16 *scale) {
  const F16 magic = splat16(0x1.8p23f);
  const F16 shifted = fma16(half, splat16(2 * 0x1.715476p0f), magic);
  const F16 n = shifted - magic;
  F16 r = fma16(n, splat16(-0x1.62e4p-2f), half);
  r = fma16(n, splat16(-0x1.7f7d1cp-21f), r);
  F16 q = splat16(64 * (1.0f / 5040));
  q = fma16(q, r, splat16(32 * (1.0f / 720)));
  q = fma16(q, r, splat16(16 * (1.0f / 120)));
  q = fma16(q, r, splat16(8 * (1.0f / 24)));
  q = fma16(q, r, splat16(4 * (1.0f / 6)));
  q = fma16(q, r, splat16(1));
  q = fma16(q, r * r, r);
  *scale = (F16)((((I16)shifted - (I16)magic) + 127) << 23);
  return q;
}

// tanh(x) = e / (e + 1) with e = (exp(2|x|) - 1) / 2, and the sign of x; 1 in single precision from
// |x| = 9.02 on. NaN stays NaN.
INLINE F16 tanh16(F16 x) {
  F16 size = abs16(x);
  size = select16(size > 9.05f, splat16(9.05f), size);
  F16 scale;
  const F16 q = expm1Parts(size, &scale);
  const F16 e = fma16(scale, q, fma16(scale, splat16(0.5f), splat16(-0.5f)));
  const F16 y = e / (e + 1);
  return (F16)((I16)y | ((I16)x & (I16)splat16(-0.0f)));
}

// sigmoid(x) = 1 / (1 + exp(-x)), from exp(-|x|) so that nothing overflows.
INLINE F16 sigmoid16(F16 x) {
  F16 half = abs16(x) * -0.5f;
  half = select16(half < -43.5f, splat16(-43.5f), half);
  F16 scale;
  const F16 q = expm1Parts(half, &scale);
  const F16 e = fma16(2 * scale, q, scale);
  return select16(x < 0, e, splat16(1)) / (e + 1);
}

INLINE F16 activate(F16 x, KernelActivation activation) {
  switch (activation) {
  case KernelActivationRelu:
    return (F16)((I16)x & ~(x < 0));
  case KernelActivationTanh:
    return tanh16(x);
  case KernelActivationSigmoid:
    return sigmoid16(x);
  case KernelActivationIdentity:
    break;
  }
  return x;
}

// Returns activation(x), where the activation is not known when this is compiled.
INLINE F16 activateAny(F16 x, KernelActivation activation) {
  switch (activation) {
  case KernelActivationRelu:
    return activate(x, KernelActivationRelu);
  case KernelActivationTanh:
    return activate(x, KernelActivationTanh);
  case KernelActivationSigmoid:
    return activate(x, KernelActivationSigmoid);
  case KernelActivationIdentity:
    break;
  }
  return x;
}

// Returns gradient * activation'(x), from y = activation(x).
INLINE F16 throughActivation(F16 gradient, F16 y, KernelActivation activation) {
  switch (activation) {
  case KernelActivationRelu:
    return (F16)((I16)gradient & (y > 0));
  case KernelActivationTanh:
    return gradient * fma16(-y, y, splat16(1));
  case KernelActivationSigmoid:
    return gradient * (y * (1 - y));
  case KernelActivationIdentity:
    break;
  }
  return gradient;
}
