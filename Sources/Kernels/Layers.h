// The three products of a linear layer, each with what is done to its result while it is in the
// first-level cache.

INLINE void raisePeak(uint32_t *peak, U16 magnitudes) {
  const uint32_t most = max16(magnitudes);
  if (most > *peak) *peak = most;
}

// Finishes one row of a layer's output: bias, activation and, at the network's end, the loss.
INLINE U16 finishRow(const KernelAffine *job, long row, KernelActivation activation,
                     KernelLoss loss) {
  const F16 bias = splat16(job->bias ? job->bias[row] : 0);
  float *values = job->output + row * job->width;
  const long targets = loss == KernelLossNone ? 0 : row * job->width;
  U16 peak = {0};
  for (long s = 0; s < job->width; s += 16) {
    F16 y = activate(load16(values + s) + bias, activation);
    if (loss != KernelLossNone) {
      const F16 target = job->targetBytes
                           ? readLevels(*(const B16 *)(job->targetBytes + targets + s), job->levels)
                           : load16(job->target + targets + s);
      const F16 difference = y - target;
      const F16 sum = load16(job->sums + s);
      F16 slope;
      if (loss == KernelLossSquared) {
        store16(job->sums + s, fma16(difference, difference, sum));
        slope = difference * (2 * job->scale);
      } else {
        store16(job->sums + s, sum + abs16(difference));
        slope = (F16)(((I16)splat16(job->scale) & ((difference > 0) | (difference < 0)))
                      | ((I16)difference & (I16)splat16(-0.0f)));
        // A difference that is NaN has no sign; it must not become a gradient of zero.
        slope = select16(difference == difference, slope, difference);
      }
      if (job->gradient) {
        y = throughActivation(slope, y, activation);
        if (job->samples < job->width) y = (F16)((I16)y & lanesBelow(job->samples - s));
      }
    }
    store16(values + s, y);
    peak = __builtin_elementwise_max(peak, magnitude16(y));
  }
  return peak;
}

#define FINISH(activation)                                                                         \
  switch (job->loss) {                                                                             \
  case KernelLossSquared:                                                                          \
    return finishRow(job, row, activation, KernelLossSquared);                                     \
  case KernelLossAbsolute:                                                                         \
    return finishRow(job, row, activation, KernelLossAbsolute);                                    \
  case KernelLossNone:                                                                             \
    break;                                                                                         \
  }                                                                                                \
  return finishRow(job, row, activation, KernelLossNone);

INLINE U16 finish(const KernelAffine *job, long row) {
  switch (job->activation) {
  case KernelActivationRelu:
    FINISH(KernelActivationRelu)
  case KernelActivationTanh:
    FINISH(KernelActivationTanh)
  case KernelActivationSigmoid:
    FINISH(KernelActivationSigmoid)
  case KernelActivationIdentity:
    break;
  }
  FINISH(KernelActivationIdentity)
}

static void affine(const KernelAffine *given) {
  // Of a copy the compiler knows that no store changes it.
  const KernelAffine copy = *given, *job = &copy;
  const long parts = tileParts(job->outputs);
  const long depth = job->live ? job->liveCount : job->inputs;
  U16 peak = {0};
  for (long part = 0; part < parts; part++) {
    const long first = partStart(job->outputs, parts, part);
    const long end = partStart(job->outputs, parts, part + 1);
    const Tile t = {
      .a = job->weights + first,
      .aStride = job->outputs,
      .b = job->input,
      .bStride = job->width,
      .inner = job->live,
      .depth = depth,
      .chunk = depth,
      .c = job->output + first * job->width,
      .cStride = job->width,
    };
    tileRow(t, end - first, job->width, across);
    for (long row = first; row < end; row++)
      peak = __builtin_elementwise_max(peak, finish(job, row));
  }
  raisePeak(job->peak, peak);
}

// result = the sum of `parts` rows, `jump` floats apart, times the derivative of the activation.
INLINE U16 throughRow(const float *products, long parts, long jump, const float *inputs,
                      long width, KernelActivation activation, float *result) {
  U16 peak = {0};
  for (long s = 0; s < width; s += 16) {
    F16 sum = load16(products + s);
    for (long part = 1; part < parts; part++) sum += load16(products + part * jump + s);
    const F16 y = throughActivation(sum, load16(inputs + s), activation);
    store16(result + s, y);
    peak = __builtin_elementwise_max(peak, magnitude16(y));
  }
  return peak;
}

static long liveRows(const float *panel, long rows, long width, int32_t *live) {
  long count = 0;
  for (long row = 0; row < rows; row++) {
    U16 magnitudes = {0};
    for (long s = 0; s < width; s += 16)
      magnitudes |= magnitude16(load16(panel + row * width + s));
    live[count] = (int32_t)row;
    count += __builtin_reduce_or(magnitudes) != 0;
  }
  return count;
}

// Makes the rows zero that a list leaves out.
INLINE void clearOthers(float *panel, long rows, long width, const int32_t *live, long count) {
  for (long row = 0, next = 0; row < rows; row++) {
    if (next < count && live[next] == row)
      next++;
    else
      __builtin_memset(panel + row * width, 0, (size_t)width * sizeof(float));
  }
}

// The tile of the inputs from `first` on, over all outputs or those that are listed.
INLINE Tile inputTile(const float *weights, long outputs, const int32_t *live, long first,
                      const float *gradient, long width, const int32_t *liveOutputs, long depth,
                      float *result) {
  const int32_t *list = live ? live + first : NULL;
  const long skipped = live ? 0 : first;
  return (Tile){
    .a = weights + skipped * outputs,
    .aStride = outputs,
    .aRows = list,
    .cRows = list,
    .b = gradient,
    .bStride = width,
    .inner = liveOutputs,
    .depth = depth,
    .chunk = depth,
    .c = result + skipped * width,
    .cStride = width,
  };
}

static void inputGradient(const KernelInputGradient *job) {
  const long rows = job->live ? job->liveCount : job->inputs;
  const long depth = job->liveOutputs ? job->liveOutputCount : job->outputs;
  const long parts = tileParts(rows);
  if (job->live) clearOthers(job->inputGradient, job->inputs, job->width, job->live, rows);
  U16 peak = {0};
  for (long part = 0; part < parts; part++) {
    const long first = partStart(rows, parts, part), end = partStart(rows, parts, part + 1);
    const Tile t = inputTile(job->weights, job->outputs, job->live, first, job->outputGradient,
                             job->width, job->liveOutputs, depth, job->inputGradient);
    tileRow(t, end - first, job->width, along);
    for (long row = first; row < end; row++) {
      const long place = (job->live ? job->live[row] : row) * job->width;
      float *gradient = job->inputGradient + place;
      peak = __builtin_elementwise_max(peak, throughRow(gradient, 1, 0, job->input + place,
                                                        job->width, job->activation, gradient));
    }
  }
  raisePeak(job->peak, peak);
}

static void inputProduct(const KernelInputProduct *job) {
  const long rows = job->live ? job->liveCount : job->inputs;
  const long depth = job->liveOutputs ? job->liveOutputCount : job->outputs;
  // Parts lie one after another in weights and gradients, so this is still within them.
  const long skipped = job->liveOutputs ? job->firstOutput : 0;
  const long parts = tileParts(rows);
  for (long part = 0; part < parts; part++) {
    const long first = partStart(rows, parts, part), end = partStart(rows, parts, part + 1);
    const Tile t = inputTile(job->weights - skipped, job->outputs, job->live, first,
                             job->outputGradient - skipped * job->width, job->width,
                             job->liveOutputs, depth, job->products);
    tileRow(t, end - first, job->width, along);
  }
}

static void sumProducts(const KernelProductSum *job) {
  const long rows = job->live ? job->liveCount : job->inputs;
  if (job->live) clearOthers(job->inputGradient, job->inputs, job->width, job->live, rows);
  U16 peak = {0};
  for (long row = 0; row < rows; row++) {
    const long place = (job->live ? job->live[row] : row) * job->width;
    const U16 magnitudes = throughRow(job->products + place, job->parts, job->inputs * job->width,
                                      job->input + place, job->width, job->activation,
                                      job->inputGradient + place);
    peak = __builtin_elementwise_max(peak, magnitudes);
  }
  raisePeak(job->peak, peak);
}

// Sums over samples are made of every sixteenth one, then of these by halves, as sum16 does.
typedef struct {
  F16 lane[16];
} SampleSums;

INLINE void addSamples(SampleSums *sums, const float *rows, long samples) {
  long s = 0;
  for (; s + 16 <= samples; s += 16)
#pragma unroll
    for (int lane = 0; lane < 16; lane++)
      sums->lane[lane] += load16(rows + (s + lane) * kernelPanelWidth);
#pragma unroll
  for (int lane = 0; lane < 16; lane++)
    if (s + lane < samples) sums->lane[lane] += load16(rows + (s + lane) * kernelPanelWidth);
}

INLINE F16 totalOf(SampleSums sums) {
#pragma unroll
  for (int half = 8; half > 0; half /= 2)
#pragma unroll
    for (int lane = 0; lane < half; lane++) sums.lane[lane] += sums.lane[lane + half];
  return sums.lane[0];
}

static void blockSums(const float *blocks, long capacity, long samples, long columns, float *sums) {
  for (long column = 0; column < columns; column += 16) {
    SampleSums all = {0};
    addSamples(&all,
               blocks + column / kernelPanelWidth * capacity * kernelPanelWidth
                 + column % kernelPanelWidth,
               samples);
    storeSome(sums + column, totalOf(all), columns - column);
  }
}

// The tile of some rows and the columns of one block, where these do not fill whole vectors.
INLINE void ragged(Tile t, long rows, long columns) {
  float spare[ROWS * kernelPanelWidth] __attribute__((aligned(64)));
  const long padded = (columns + LANES - 1) / LANES * LANES;
  float *c[ROWS];
  for (long m = 0; m < rows; m++) {
    c[m] = t.c + t.cRows[m] * t.cStride;
    for (long n = 0; t.accumulate && n < padded; n++)
      spare[m * kernelPanelWidth + n] = n < columns ? c[m][n] : 0;
  }
  t.c = spare;
  t.cRows = NULL;
  t.cStride = kernelPanelWidth;
  tileRow(t, rows, padded, along);
  for (long m = 0; m < rows; m++)
    for (long n = 0; n < columns; n++) c[m][n] = spare[m * kernelPanelWidth + n];
}

// The samples of a pass: their rows of 64 output gradients stay in the first-level cache or near it.
enum { samplesPerPass = kernelGradientRows / kernelPanelWidth };

// The gradients of the weights of all inputs and `columns` outputs from `column` on, at most 64, over
// the samples from `from` on, whose output gradients lie in `outputRows`.
INLINE void gradientColumns(const KernelWeightGradient *job, const float *outputRows, long column,
                            long columns, long from, long samples) {
  const uint8_t *live = job->live ? job->live + job->firstInput : NULL;
  long count = 0;
  for (long row = 0; row < job->inputCount; row++) count += !live || live[row];
  const long parts = tileParts(count);
  long next = 0;
  for (long part = 0; part < parts; part++) {
    const long rows = partStart(count, parts, part + 1) - partStart(count, parts, part);
    int32_t inputs[ROWS];
    for (long m = 0; m < rows; next++)
      if (!live || live[next]) inputs[m++] = (int32_t)next;
    const Tile t = {
      .a = job->input + from * job->inputs + job->firstInput * job->width,
      .aStride = job->width,
      .aJump = job->inputs * job->width,
      .aRows = inputs,
      .cRows = inputs,
      .b = outputRows,
      .bStride = kernelPanelWidth,
      .depth = samples,
      .chunk = job->width,
      .c = job->gradient + column,
      .cStride = job->stride,
      .accumulate = from > 0,
    };
    if (columns % LANES == 0)
      tileRow(t, rows, columns, along);
    else
      ragged(t, rows, columns);
  }
}

// Returns the output gradients of a pass as rows of 64: those of a row block, or a copy.
INLINE const float *gradientRows(const KernelWeightGradient *job, long column, long columns,
                                 long from, long samples) {
  if (job->blocks)
    return job->blocks + (column / kernelPanelWidth * job->capacity + from) * kernelPanelWidth;
  for (long s = 0; s < samples; s += job->width)
    transpose(job->outputGradient + (from + s) * job->outputs
                + (job->firstOutput + column) * job->width,
              NULL, columns, job->width, samples - s < job->width ? samples - s : job->width,
              job->rows, samplesPerPass, s);
  return job->rows;
}

static void weightGradient(const KernelWeightGradient *job) {
  for (long row = 0; job->live && row < job->inputCount; row++)
    if (!job->live[job->firstInput + row])
      __builtin_memset(job->gradient + row * job->stride, 0,
                       (size_t)job->outputCount * sizeof(float));
  const long pass = samplesPerPass / job->width * job->width;
  for (long column = 0; column < job->outputCount; column += kernelPanelWidth) {
    const long left = job->outputCount - column;
    const long columns = left < kernelPanelWidth ? left : kernelPanelWidth;
    SampleSums sums[kernelPanelWidth / 16] = {0};
    for (long from = 0; from < job->samples; from += pass) {
      const long samples = job->samples - from < pass ? job->samples - from : pass;
      const float *rows = gradientRows(job, column, columns, from, samples);
      for (long n = 0; job->sums && n < columns; n += 16)
        addSamples(&sums[n / 16], rows + n, samples);
      gradientColumns(job, rows, column, columns, from, samples);
    }
    for (long n = 0; job->sums && n < columns; n += 16)
      storeSome(job->sums + column + n, totalOf(sums[n / 16]), columns - n);
  }
}
