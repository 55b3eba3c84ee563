// What is done to each element for itself: the optimizers' updates, magnitudes; and the general
// matrix product.

INLINE F16 loadSome(const float *p, long count) {
  return count < 16 ? loadPart(p, count) : load16(p);
}

INLINE void storeSome(float *p, F16 x, long count) {
  if (count < 16)
    storePart(p, x, count);
  else
    store16(p, x);
}

// Vectors of 8, since roots and quotients of narrow ones take the divider less time.
INLINE F8 fma8(F8 a, F8 b, F8 c) {
#if FUSED
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

INLINE void adam8(const KernelAdam *rule, float *parameters, const float *gradient, float *first,
                  float *second) {
  const F8 p = *(const F8 *)parameters, m = *(const F8 *)first, v = *(const F8 *)second;
  const F8 g = fma8(rule->decay, p, *(const F8 *)gradient);
  const F8 mean = fma8(rule->rest1, g - m, m);
  const F8 square = fma8(rule->rest2 * g, g, rule->beta2 * v);
  const F8 divisor = fma8(__builtin_elementwise_sqrt(square), rule->root, rule->epsilon);
  *(F8 *)parameters = p - rule->rate * mean / divisor;
  *(F8 *)first = mean;
  *(F8 *)second = square;
}

#if LANES == 16

// Whether all lanes are at least 2^-100 and below 2^100: what is left when the root's square is
// subtracted is a normal number then, or so small that the root is the nearest one already.
INLINE bool areModerate(F16 x) {
  const __m512i above = _mm512_sub_epi32((__m512i)x, _mm512_set1_epi32((127 - 100) << 23));
  return _mm512_cmplt_epu32_mask(above, _mm512_set1_epi32(200 << 23)) == 0xffff;
}

// Returns the square roots of moderate numbers, to the very bits of the processor's own: root and half
// of its reciprocal from 14 bits by one step of Goldschmidt's, then one of Newton's, which rounds as it
// must (Markstein, "IA-64 and Elementary Functions", 2000; a test goes through all mantissas).
INLINE F16 moderateRoot(F16 x) {
  const F16 reciprocal = (F16)_mm512_rsqrt14_ps((__m512)x);
  F16 root = x * reciprocal, half = reciprocal * 0.5f;
  const F16 error = fma16(-half, root, splat16(0.5f));
  root = fma16(root, error, root);
  half = fma16(half, error, half);
  return fma16(fma16(-root, root, x), half, root);
}

// As two times adam8. The divider, which makes roots as well, has half as much to do: 0.34 instead of
// 0.46 ns a weight in the cache (Emerald Rapids).
INLINE void adam16(const KernelAdam *rule, float *parameters, const float *gradient, float *first,
                   float *second) {
  const F16 p = load16(parameters), m = load16(first);
  const F16 g = fma16(splat16(rule->decay), p, load16(gradient));
  const F16 mean = fma16(splat16(rule->rest1), g - m, m);
  const F16 square = fma16(rule->rest2 * g, g, rule->beta2 * load16(second));
  if (!areModerate(square)) {
    adam8(rule, parameters, gradient, first, second);
    adam8(rule, parameters + 8, gradient + 8, first + 8, second + 8);
    return;
  }
  const F16 divisor = fma16(moderateRoot(square), splat16(rule->root), splat16(rule->epsilon));
  store16(parameters, p - rule->rate * mean / divisor);
  store16(first, mean);
  store16(second, square);
}

#endif

INLINE void adamRow(const KernelAdam *rule, float *parameters, const float *gradient, float *first,
                    float *second, long count) {
  long i = 0;
#if LANES == 16
  for (; i + 16 <= count; i += 16)
    adam16(rule, parameters + i, gradient + i, first + i, second + i);
#endif
  for (; i + 8 <= count; i += 8)
    adam8(rule, parameters + i, gradient + i, first + i, second + i);
  if (i == count) return;
  float part[4][8] = {{0}};
  const size_t rest = (size_t)(count - i) * sizeof(float);
  __builtin_memcpy(part[0], parameters + i, rest);
  __builtin_memcpy(part[1], gradient + i, rest);
  __builtin_memcpy(part[2], first + i, rest);
  __builtin_memcpy(part[3], second + i, rest);
  adam8(rule, part[0], part[1], part[2], part[3]);
  __builtin_memcpy(parameters + i, part[0], rest);
  __builtin_memcpy(first + i, part[2], rest);
  __builtin_memcpy(second + i, part[3], rest);
}

static void adam(KernelAdam rule, float *parameters, const float *gradient, float *first,
                 float *second, KernelRows at) {
  for (long row = 0; row < at.count; row++) {
    const long place = row * at.stride;
    adamRow(&rule, parameters + place, gradient + row * at.gradientStride, first + place,
            second + place, at.width);
  }
}

static void descent(KernelDescent rule, float *parameters, const float *gradient, float *velocity,
                    KernelRows at) {
  const F16 rate = splat16(-rule.rate), momentum = splat16(rule.momentum);
  const F16 decay = splat16(rule.decay);
  for (long row = 0; row < at.count; row++)
    for (long i = 0; i < at.width; i += 16) {
      const long some = at.width - i, place = row * at.stride + i;
      const F16 p = loadSome(parameters + place, some);
      const F16 g = fma16(decay, p, loadSome(gradient + row * at.gradientStride + i, some));
      const F16 v = fma16(momentum, loadSome(velocity + place, some), g);
      storeSome(parameters + place, fma16(rate, v, p), some);
      storeSome(velocity + place, v, some);
    }
}

// By blocks that stay in the first-level cache.
enum { fadeBlock = 1024 };

static void fade(KernelFade rule, float *first, float *second, long count, long steps) {
  const F16 zero = splat16(0), rest1 = splat16(rule.rest1), momentum = splat16(rule.momentum);
  for (long start = 0; start < count; start += fadeBlock)
    for (long step = 0; step < steps; step++)
      for (long i = start; i < count && i < start + fadeBlock; i += 16) {
        const long some = count - i;
        const F16 m = loadSome(first + i, some);
        storeSome(first + i, rule.isAdam ? fma16(rest1, zero - m, m) : fma16(momentum, m, zero),
                  some);
        if (rule.isAdam) storeSome(second + i, rule.beta2 * loadSome(second + i, some), some);
      }
}

static uint32_t peak(const float *values, long count) {
  U16 most = {0};
  for (long i = 0; i < count; i += 16)
    most = __builtin_elementwise_max(most, magnitude16(loadSome(values + i, count - i)));
  return max16(most);
}

// Copies `width` columns of a matrix to a place of their own.
INLINE void pack(const float *b, long depth, long columns, long width, float *packed) {
  for (long k = 0; k < depth; k++)
    __builtin_memcpy(packed + k * width, b + k * columns, (size_t)width * sizeof(float));
}

// Columns that fill no vector are computed one by one, in the same order of sums. Where b is wide,
// its panels are packed: rows that lie a large power of two apart share few sets of a cache.
static void matmul(long rows, long depth, long columns, const float *a, const float *b, float *c) {
  const long parts = tileParts(rows), even = columns / LANES * LANES;
  float *packed = NULL;
  if (columns > 2 * kernelPanelWidth && rows > 2 * ROWS && depth > 0)
    packed = aligned_alloc(64, (size_t)(depth * kernelPanelWidth) * sizeof(float));
  for (long column = 0; column < even; column += kernelPanelWidth) {
    const long width = even - column < kernelPanelWidth ? even - column : kernelPanelWidth;
    if (packed) pack(b + column, depth, columns, width, packed);
    for (long part = 0; part < parts; part++) {
      const long first = partStart(rows, parts, part), end = partStart(rows, parts, part + 1);
      const Tile t = {
        .a = a + first * depth,
        .aStride = depth,
        .b = packed ? packed : b + column,
        .bStride = packed ? width : columns,
        .depth = depth,
        .chunk = depth,
        .c = c + first * columns + column,
        .cStride = columns,
      };
      tileRow(t, end - first, width, along);
    }
  }
  free(packed);
  for (long row = 0; row < rows; row++)
    for (long column = even; column < columns; column++) {
      float sum = 0;
      for (long k = 0; k < depth; k++)
        sum = fma1(a[row * depth + k], b[k * columns + column], sum);
      c[row * columns + column] = sum;
    }
}
