// The first layer over bytes of which most are zero.
//
// A byte b stands for the level l(b) = l(0) + d(b), with d(0) = 0, so a product with the weights is
// the sum over the bytes that are not zero of d(b) times their weights, and l(0) times the sum of
// all weights. Each sum keeps its order: ascending columns in the forward product, ascending samples
// in the gradient, whatever the width of a vector.
//
// Weights lie as [inputs][outputs], so that one entry is a row of multiply-adds. At 150 of 784 bytes
// and 128 outputs, one thread and batches of 128 product, gradient and lists take about a third of what
// the dense tile takes for the same (Zen 4 and Emerald Rapids).

// The sums of an entry's row that stay in registers.
#define ENTRY_VECTORS 8

// The sums of a pass of the forward product, which are in memory: of up to 64 outputs, or the last ones
// of up to 96.
enum {
  passVectors = kernelPanelWidth / LANES < ENTRY_VECTORS ? kernelPanelWidth / LANES : ENTRY_VECTORS,
  mostPassVectors = LANES == 16 ? passVectors + 2 : passVectors,
};

// All weights are summed in parts of so many columns.
enum { columnPart = 48 };

// Where vector n of a row lies whose pieces of 64 floats are `jump` floats apart.
INLINE long pieceOffset(int n, long jump) {
  return n * LANES / kernelPanelWidth * jump + n * LANES % kernelPanelWidth;
}

// Adds the rows of `entries`. `rows` holds rows of a row block, whose pieces of 64 floats lie `jump`
// floats apart.
INLINE void addEntries(Vector sum[ENTRY_VECTORS], const int vectors, const uint16_t *entry,
                       const uint16_t *end, const float *distances, const float *rows, long jump) {
  for (; entry < end; entry++) {
    const float *row = rows + (*entry >> 8) * kernelPanelWidth;
    const Vector distance = distances[*entry & 255];
#pragma unroll
    for (int n = 0; n < vectors; n++)
      sum[n] = fmaVector(distance, *(const Vector *)(row + pieceOffset(n, jump)), sum[n]);
  }
}

// So few sums wait for each other: then two lists are walked at once.
INLINE bool walksPairs(const int vectors) { return vectors < 4; }

// Adds the rows of two lists, each to sums of its own, as addEntries does.
INLINE void addEntryPair(Vector one[ENTRY_VECTORS], Vector other[ENTRY_VECTORS], const int vectors,
                         const uint16_t *const entry[2], const uint16_t *const end[2],
                         const float *distances, const float *rows, long jump) {
  const uint16_t *a = entry[0], *b = entry[1];
  for (; a < end[0] && b < end[1]; a++, b++) {
    const float *rowOfA = rows + (*a >> 8) * kernelPanelWidth;
    const float *rowOfB = rows + (*b >> 8) * kernelPanelWidth;
    const Vector distanceOfA = distances[*a & 255], distanceOfB = distances[*b & 255];
#pragma unroll
    for (int n = 0; n < vectors; n++) {
      const long place = pieceOffset(n, jump);
      one[n] = fmaVector(distanceOfA, *(const Vector *)(rowOfA + place), one[n]);
      other[n] = fmaVector(distanceOfB, *(const Vector *)(rowOfB + place), other[n]);
    }
  }
  addEntries(one, vectors, a, end[0], distances, rows, jump);
  addEntries(other, vectors, b, end[1], distances, rows, jump);
}

// How far the sums of two samples are apart, and the room for all of a pass.
INLINE long sumStride(const int vectors) {
  return vectors * LANES <= kernelPanelWidth ? kernelPanelWidth : 2 * kernelPanelWidth;
}
enum { mostSums = (LANES == 16 ? 2 : 1) * kernelPanelWidth * kernelPanelWidth };

// The outputs of `vectors` vectors from `first` on, before bias and activation, into `sums`. `base`
// receives what they are where all bytes are zero, but for the bias.
//
// Column by column, whose weights are in registers while they are added to the sums of each sample
// that is not zero there: these are at most 24 KiB, so they stay in the first-level cache.
INLINE void sparseColumns(const KernelSparseAffine *given, long first, const int vectors, float *sums,
                          float *base) {
  // Of a copy the compiler knows that no store changes it.
  const KernelSparseAffine copy = *given, *job = &copy;
  const long stride = sumStride(vectors);
  for (long s = 0; s < job->samples; s++)
#pragma unroll
    for (int n = 0; n < vectors; n++) *(Vector *)(sums + s * stride + n * LANES) = 0;
  const uint16_t *entry = job->columnEntries + job->columnStarts[0];
  Vector total[mostPassVectors] = {0};
  for (long start = 0; start < job->inputs; start += columnPart) {
    Vector part[mostPassVectors] = {0};
    for (long column = start; column < job->inputs && column < start + columnPart; column++) {
      Vector weight[mostPassVectors];
#pragma unroll
      for (int n = 0; n < vectors; n++) {
        weight[n] = *(const Vector *)(job->weights + column * job->outputs + first + n * LANES);
        part[n] += weight[n];
      }
      const uint16_t *end = job->columnEntries + job->columnStarts[column + 1];
      for (; entry < end; entry++) {
        float *row = sums + (*entry >> 8) * stride;
        const Vector distance = job->distances[*entry & 255];
#pragma unroll
        for (int n = 0; n < vectors; n++) {
          Vector *sum = (Vector *)(row + n * LANES);
          *sum = fmaVector(distance, weight[n], *sum);
        }
      }
    }
#pragma unroll
    for (int n = 0; n < vectors; n++) total[n] += part[n];
  }
#pragma unroll
  for (int n = 0; n < vectors; n++) *(Vector *)(base + n * LANES) = total[n] * job->background;
}

typedef void (*SparseColumns)(const KernelSparseAffine *, long, float *, float *);

#define SPARSE_COLUMNS(vectors)                                                                    \
  static void sparseColumns##vectors(const KernelSparseAffine *job, long first, float *sums,       \
                                     float *base) {                                                \
    sparseColumns(job, first, vectors, sums, base);                                                \
  }
SPARSE_COLUMNS(1)
SPARSE_COLUMNS(2)
SPARSE_COLUMNS(3)
SPARSE_COLUMNS(4)
SPARSE_COLUMNS(5)
SPARSE_COLUMNS(6)
#if LANES < 16
SPARSE_COLUMNS(7)
SPARSE_COLUMNS(8)
#endif

static const SparseColumns sparseColumnKernels[mostPassVectors] = {
  sparseColumns1, sparseColumns2, sparseColumns3, sparseColumns4, sparseColumns5, sparseColumns6,
#if LANES < 16
  sparseColumns7, sparseColumns8,
#endif
};

// Bias and activation of 16 outputs of 16 samples from `s` on, which then become part of the panel.
INLINE U16 finishSquare(const KernelSparseAffine *job, long s, long output, const float *sums,
                        long stride, const float *base) {
  const long count = job->outputs - output < 16 ? job->outputs - output : 16;
  F16 added = load16(base);
  if (job->bias) added += loadSome(job->bias + output, count);
  F16 row[16];
  U16 peak = {0};
  for (long i = 0; i < 16; i++) {
    row[i] = splat16(0);
    if (s + i >= job->samples) continue;
    F16 y = activateAny(load16(sums + (s + i) * stride) + added, job->activation);
    // What lies beyond the outputs was computed from the weights behind.
    y = (F16)((I16)y & lanesBelow(count));
    peak = __builtin_elementwise_max(peak, magnitude16(y));
    row[i] = y;
  }
  exchange(row);
  for (long i = 0; i < count; i++) {
    const long place = job->places ? job->places[output + i] : output + i;
    store16(job->output + place * job->width + s, row[i]);
  }
  return peak;
}

static void sparseAffine(const KernelSparseAffine *job) {
  float sums[mostSums] __attribute__((aligned(64)));
  float base[mostPassVectors * LANES] __attribute__((aligned(64)));
  U16 peak = {0};
  for (long first = 0, vectors; first < job->outputs; first += vectors * LANES) {
    // Whole vectors of 16.
    vectors = (job->outputs - first + 15) / 16 * 16 / LANES;
    if (vectors > mostPassVectors) vectors = passVectors;
    sparseColumnKernels[vectors - 1](job, first, sums, base);
    const long stride = sumStride((int)vectors);
    for (long output = 0; output < vectors * LANES; output += 16)
      for (long s = 0; s < job->width; s += 16)
        peak = __builtin_elementwise_max(
          peak, finishSquare(job, s, first + output, sums + output, stride, base + output));
  }
  raisePeak(job->peak, peak);
}

INLINE Vector loadTail(const float *p, long count) {
  Vector part = 0;
  __builtin_memcpy(&part, p, (size_t)(count < LANES ? count : LANES) * sizeof(float));
  return part;
}

// The gradient of an input's weights over the panels before.
INLINE void beginGradient(Vector sum[ENTRY_VECTORS], const KernelSparseWeightGradient *job, long i,
                          long panel, long first, const int vectors, const bool whole) {
  const float *gradient = job->gradient + i * job->outputs + first;
  const long last = (vectors - 1) * LANES, rest = job->outputs - first - last;
#pragma unroll
  for (int n = 0; n < vectors; n++) {
    sum[n] = 0;
    if (panel == 0) continue;
    sum[n] = whole || n * LANES < last ? *(const Vector *)(gradient + n * LANES)
                                       : loadTail(gradient + last, rest);
  }
}

// Adds the background to that over the last panel, and stores it.
INLINE void endGradient(Vector sum[ENTRY_VECTORS], const KernelSparseWeightGradient *job, long i,
                        long panel, long first, const int vectors, const bool whole) {
  float *gradient = job->gradient + i * job->outputs + first;
  const long last = (vectors - 1) * LANES, rest = job->outputs - first - last;
#pragma unroll
  for (int n = 0; n < vectors; n++) {
    const bool isWhole = whole || n * LANES < last;
    const float *bias = job->biasGradient + first + n * LANES;
    if (panel == job->panels - 1)
      sum[n] = fmaVector((Vector)job->background,
                         isWhole ? *(const Vector *)bias : loadTail(bias, rest), sum[n]);
    if (isWhole)
      *(Vector *)(gradient + n * LANES) = sum[n];
    else
      __builtin_memcpy(gradient + last, &sum[n], (size_t)rest * sizeof(float));
  }
}

// The gradient of the weights of some inputs, `vectors` vectors of outputs from `first` on, over the
// samples of a panel, whose rows of output gradients stay in the first-level cache.
INLINE void sparseGradientColumns(const KernelSparseWeightGradient *job, long panel, long first,
                                  const int vectors, const bool whole) {
  const uint32_t *starts = job->columnStarts + panel * (job->inputs + 1) + job->firstInput;
  const uint16_t *entries = job->columnEntries + panel * job->entryCapacity;
  const float *rows = job->blocks
                      + (first / kernelPanelWidth * job->capacity + panel * job->width)
                          * kernelPanelWidth
                      + first % kernelPanelWidth;
  const long jump = job->capacity * kernelPanelWidth;
  long i = 0;
  for (; walksPairs(vectors) && i + 2 <= job->inputCount; i += 2) {
    const uint16_t *const entry[2] = {entries + starts[i], entries + starts[i + 1]};
    const uint16_t *const ends[2] = {entries + starts[i + 1], entries + starts[i + 2]};
    Vector one[ENTRY_VECTORS], other[ENTRY_VECTORS];
    beginGradient(one, job, i, panel, first, vectors, whole);
    beginGradient(other, job, i + 1, panel, first, vectors, whole);
    addEntryPair(one, other, vectors, entry, ends, job->distances, rows, jump);
    endGradient(one, job, i, panel, first, vectors, whole);
    endGradient(other, job, i + 1, panel, first, vectors, whole);
  }
  for (; i < job->inputCount; i++) {
    Vector sum[ENTRY_VECTORS];
    beginGradient(sum, job, i, panel, first, vectors, whole);
    addEntries(sum, vectors, entries + starts[i], entries + starts[i + 1], job->distances, rows,
               jump);
    endGradient(sum, job, i, panel, first, vectors, whole);
  }
}

typedef void (*SparseGradient)(const KernelSparseWeightGradient *, long, long);

#define SPARSE_GRADIENT(vectors)                                                                   \
  static void sparseGradient##vectors(const KernelSparseWeightGradient *job, long panel,           \
                                      long first) {                                                \
    if (job->outputs - first >= vectors * LANES)                                                   \
      sparseGradientColumns(job, panel, first, vectors, true);                                     \
    else                                                                                           \
      sparseGradientColumns(job, panel, first, vectors, false);                                    \
  }
SPARSE_GRADIENT(1)
SPARSE_GRADIENT(2)
SPARSE_GRADIENT(3)
SPARSE_GRADIENT(4)
SPARSE_GRADIENT(5)
SPARSE_GRADIENT(6)
SPARSE_GRADIENT(7)
SPARSE_GRADIENT(8)

static const SparseGradient sparseGradientKernels[ENTRY_VECTORS] = {
  sparseGradient1, sparseGradient2, sparseGradient3, sparseGradient4,
  sparseGradient5, sparseGradient6, sparseGradient7, sparseGradient8,
};

static void sparseWeightGradient(const KernelSparseWeightGradient *job) {
  for (long first = 0; first < job->outputs; first += ENTRY_VECTORS * LANES)
    for (long panel = 0; panel < job->panels; panel++) {
      const long left = (job->outputs - first + LANES - 1) / LANES;
      const long vectors = left < ENTRY_VECTORS ? left : ENTRY_VECTORS;
      sparseGradientKernels[vectors - 1](job, panel, first);
    }
}
