// What is done to each element for itself: the optimizers' updates, functions, magnitudes; and the
// general matrix product.

INLINE F16 loadSome(const float *p, long count) {
  return count < 16 ? loadPart(p, count) : load16(p);
}

INLINE void storeSome(float *p, F16 x, long count) {
  if (count < 16)
    storePart(p, x, count);
  else
    store16(p, x);
}

static void adam(KernelAdam rule, float *parameters, const float *gradient, float *first,
                 float *second, long count) {
  const F16 rest1 = splat16(rule.rest1), rest2 = splat16(rule.rest2);
  const F16 beta2 = splat16(rule.beta2), decay = splat16(rule.decay);
  const F16 root = splat16(rule.root), epsilon = splat16(rule.epsilon), rate = splat16(rule.rate);
  for (long i = 0; i < count; i += 16) {
    const long some = count - i;
    const F16 p = loadSome(parameters + i, some);
    const F16 g = fma16(decay, p, loadSome(gradient + i, some));
    const F16 m = loadSome(first + i, some), v = loadSome(second + i, some);
    const F16 mean = fma16(rest1, g - m, m);
    const F16 square = fma16(rest2 * g, g, beta2 * v);
    const F16 divisor = fma16(__builtin_elementwise_sqrt(square), root, epsilon);
    storeSome(parameters + i, p - rate * mean / divisor, some);
    storeSome(first + i, mean, some);
    storeSome(second + i, square, some);
  }
}

static void descent(KernelDescent rule, float *parameters, const float *gradient, float *velocity,
                    long count) {
  const F16 rate = splat16(-rule.rate), momentum = splat16(rule.momentum);
  const F16 decay = splat16(rule.decay);
  for (long i = 0; i < count; i += 16) {
    const long some = count - i;
    const F16 p = loadSome(parameters + i, some);
    const F16 g = fma16(decay, p, loadSome(gradient + i, some));
    const F16 v = fma16(momentum, loadSome(velocity + i, some), g);
    storeSome(parameters + i, fma16(rate, v, p), some);
    storeSome(velocity + i, v, some);
  }
}

static uint32_t peak(const float *values, long count) {
  U16 most = {0};
  for (long i = 0; i < count; i += 16)
    most = __builtin_elementwise_max(most, magnitude16(loadSome(values + i, count - i)));
  return max16(most);
}

#define MAP(function)                                                                              \
  for (long i = 0; i < count; i += 16) {                                                           \
    const F16 x = loadSome(source + i, count - i);                                                 \
    storeSome(result + i, function, count - i);                                                    \
  }                                                                                                \
  break;

static void map(KernelFunction function, const float *source, float *result, long count) {
  switch (function) {
  case KernelFunctionExp:
    MAP(exp16(x))
  case KernelFunctionTanh:
    MAP(tanh16(x))
  case KernelFunctionSigmoid:
    MAP(sigmoid16(x))
  case KernelFunctionRelu:
    MAP(activate(x, KernelActivationRelu))
  case KernelFunctionSqrt:
    MAP(__builtin_elementwise_sqrt(x))
  }
}

// Columns that fill no vector are computed one by one, in the same order of sums.
static void matmul(long rows, long depth, long columns, const float *a, const float *b, float *c) {
  const long parts = tileParts(rows), even = columns / LANES * LANES;
  for (long column = 0; column < even; column += kernelPanelWidth) {
    const long width = even - column < kernelPanelWidth ? even - column : kernelPanelWidth;
    for (long part = 0; part < parts; part++) {
      const long first = partStart(rows, parts, part), end = partStart(rows, parts, part + 1);
      const Tile t = {
        .a = a + first * depth,
        .aStride = depth,
        .b = b + column,
        .bStride = columns,
        .depth = depth,
        .chunk = depth,
        .c = c + first * columns + column,
        .cStride = columns,
      };
      tileRow(t, end - first, width, false);
    }
  }
  for (long row = 0; row < rows; row++)
    for (long column = even; column < columns; column++) {
      float sum = 0;
      for (long k = 0; k < depth; k++)
        sum = fma1(a[row * depth + k], b[k * columns + column], sum);
      c[row * columns + column] = sum;
    }
}
