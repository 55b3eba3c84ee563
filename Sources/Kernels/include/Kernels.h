#ifndef AEREPL_KERNELS_H
#define AEREPL_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

// The arithmetic of a training step, written once and compiled for several instruction sets.
//
// Samples lie in panels: the features of `width` samples, feature after feature, each feature a row
// of `width` floats. A width is a multiple of 16 and at most 64; panels begin at 64-byte boundaries.
// Row blocks hold the same numbers for the other factor of a gradient:
// `blocks[feature / 64][sample][feature % 64]`, with `capacity` samples a block.
// Weights lie as [inputs][outputs]. Each part of a wide layer's outputs is a layer of its own here.
//
// Every element of a product is one chain of multiply-adds over the inner axis, in ascending order,
// so neither the width of a vector nor the way work is split changes a bit of the result. Only the
// gradient of a wide layer's input is the sum of a chain for each part.
//
// A feature of a panel is live unless it is zero in all its samples: rectified units often are, and
// what they would be multiplied by adds nothing. Lists of live features are ascending; the product
// of zero and a weight that is not finite is left out with the others.

enum {
  // The widest panel, and the number of columns in a block of rows.
  kernelPanelWidth = 64,
  // The room that the gradient of weights needs for output gradients as rows, in floats.
  kernelGradientRows = 256 * 64,
  // Widths of panels and capacities of row blocks are multiples of this.
  kernelLaneCount = 16,
};

typedef enum __attribute__((enum_extensibility(closed))) KernelActivation : int32_t {
  KernelActivationIdentity = 0,
  KernelActivationRelu = 1,
  KernelActivationTanh = 2,
  KernelActivationSigmoid = 3,
} KernelActivation;

typedef enum __attribute__((enum_extensibility(closed))) KernelLoss : int32_t {
  KernelLossNone = 0,
  KernelLossSquared = 1,
  KernelLossAbsolute = 2,
} KernelLoss;

typedef enum __attribute__((enum_extensibility(closed))) KernelFunction : int32_t {
  KernelFunctionExp = 0,
  KernelFunctionLog = 1,
  KernelFunctionTanh = 2,
  KernelFunctionSigmoid = 3,
  KernelFunctionRelu = 4,
  KernelFunctionSqrt = 5,
  KernelFunctionRound = 6,
  KernelFunctionFloor = 7,
  KernelFunctionCeil = 8,
} KernelFunction;

// How bytes become floats: (byte / 255 - mean) / deviation.
typedef struct KernelLevels {
  float mean;
  float deviation;
} KernelLevels;

// Reads rows of a matrix into a panel.
typedef struct KernelGather {
  const uint8_t *bytes;     // the matrix, if it holds bytes, else null
  const float *floats;      // the matrix, if it holds floats
  const int32_t *indices;   // the rows to read, or null for the rows from `first` on
  long first;               // the first row, or the first index
  long samples;             // how many rows are read; the rest of the panel becomes zero
  long columns;
  KernelLevels levels;
  long width;
  float *panel;             // [columns][width]
} KernelGather;

// output = activation(weights * input + bias); with a loss, its sums and its gradient.
typedef struct KernelAffine {
  long inputs, outputs;
  long width, samples;      // the samples in use; the others add nothing to the loss
  const float *weights;     // [inputs][outputs]
  const float *bias;        // [outputs] or null
  const float *input;       // [inputs][width]
  const int32_t *live;      // the inputs that are live, or null for all
  long liveCount;
  float *output;            // [outputs][width]
  KernelActivation activation;
  KernelLoss loss;
  const float *target;      // [outputs][width], or null and
  const uint8_t *targetBytes;
  KernelLevels levels;      // what these bytes stand for
  float *sums;              // [width]: the loss of each sample, summed over the outputs
  bool gradient;            // whether `output` becomes the gradient before the activation
  float scale;              // what the gradient is multiplied by
  uint32_t *peak;           // raised to the largest magnitude in `output`, as its bits
} KernelAffine;

// inputGradient = (weights' * outputGradient) * derivative of the activation that made `input`.
typedef struct KernelInputGradient {
  long inputs, outputs;
  long width;
  const float *weights;         // [inputs][outputs]
  const float *outputGradient;  // [outputs][width]
  // The rectified inputs that are live, or null for all: the gradients of the others are zero.
  const int32_t *live;
  long liveCount;
  // The outputs whose gradients are live, or null for all.
  const int32_t *liveOutputs;
  long liveOutputCount;
  const float *input;           // [inputs][width]
  KernelActivation activation;
  float *inputGradient;         // [inputs][width]
  uint32_t *peak;
} KernelInputGradient;

// products[i] = sum over a part's outputs of weights[i][o] * outputGradient[o], for the inputs that
// are live; the rows of the others are not written.
typedef struct KernelInputProduct {
  long inputs, outputs;
  long width;
  const float *weights;         // [inputs][outputs]
  const float *outputGradient;  // [outputs][width]
  const int32_t *live;          // as in KernelInputGradient
  long liveCount;
  const int32_t *liveOutputs;   // counted from `firstOutput` of the layer on
  long liveOutputCount;
  long firstOutput;
  float *products;              // [inputs][width]
} KernelInputProduct;

// inputGradient = (sum of products) * derivative of the activation that made `input`.
typedef struct KernelProductSum {
  long inputs, width;
  const float *products;        // [parts][inputs][width], added in the order of parts
  long parts;
  const int32_t *live;          // as in KernelInputGradient
  long liveCount;
  const float *input;           // [inputs][width]
  KernelActivation activation;
  float *inputGradient;         // [inputs][width]
  uint32_t *peak;
} KernelProductSum;

// gradient[i][o] = sum over the samples of input[i] * outputGradient[o], for some of the inputs and
// outputs.
typedef struct KernelWeightGradient {
  long inputs, outputs;         // of the panels
  long samples, width;
  long firstInput, inputCount;
  long firstOutput, outputCount;
  const float *input;           // panels of [inputs][width], one after another
  const uint8_t *live;          // [inputs]: whether an input is live in any panel, or null for all
  const float *outputGradient;  // panels of [outputs][width], one after another
  float *rows;                  // room for kernelGradientRows
  const float *blocks;          // the outputs' gradients as row blocks, or null
  long capacity;
  float *gradient;              // [inputCount] rows of outputCount floats, `stride` floats apart
  long stride;
  float *sums;                  // [outputCount]: the output gradient, summed over the samples, or null
} KernelWeightGradient;

// Reads rows of a matrix of bytes into a panel, and lists the bytes of each column that are not zero,
// as row in the upper 8 bits and byte in the lower. Lists have room for all bytes and 32 more; a list
// ends where the next one starts.
typedef struct KernelSparseGather {
  const uint8_t *bytes;
  const int32_t *indices;   // as in KernelGather
  long first;
  long samples;
  long columns;
  long width;
  uint8_t *panel;           // [columns][width]
  uint16_t *columnEntries;
  uint32_t *columnStarts;
} KernelSparseGather;

// As KernelAffine without a loss, over bytes that are listed.
typedef struct KernelSparseAffine {
  long inputs, outputs;
  long width, samples;
  const float *weights;     // [inputs][outputs], and 16 floats that are read and not used
  const float *bias;        // [outputs] or null
  const uint16_t *columnEntries;
  const uint32_t *columnStarts;
  const float *distances;   // [256]: how far a byte's level is from that of zero
  float background;         // the level of zero
  KernelActivation activation;
  float *output;            // [outputs][width]
  const int32_t *places;    // the row of `output` for each output, or null for the first rows
  uint32_t *peak;
} KernelSparseAffine;

// gradient[i][o] = sum over the samples of input[i] * outputGradient[o], for some of the inputs.
typedef struct KernelSparseWeightGradient {
  long inputs, outputs;
  long panels, width;
  long firstInput, inputCount;
  const uint16_t *columnEntries;  // of all panels, one after another
  const uint32_t *columnStarts;   // of all panels, one after another: inputs + 1 of each
  long entryCapacity;             // how far the entries of two panels are apart
  const float *blocks;        // the output gradient as row blocks
  long capacity;
  const float *distances;
  float background;
  const float *biasGradient;  // [outputs]: the output gradient, summed over the samples
  float *gradient;            // [inputCount][outputs]
} KernelSparseWeightGradient;

// Adam: g += decay p; m += rest1 (g - m); v = beta2 v + rest2 g g;
// p -= rate m / (sqrt(v) root + epsilon).
typedef struct KernelAdam {
  float rate, rest1, beta2, rest2, epsilon, decay, root;
} KernelAdam;

// Gradient descent: g += decay p; m = momentum m + g; p -= rate m.
typedef struct KernelDescent {
  float rate, momentum, decay;
} KernelDescent;

// What a step of Adam, or one of gradient descent, does to moments where the gradient is zero.
typedef struct KernelFade {
  bool isAdam;
  float rest1, beta2, momentum;
} KernelFade;

// Where the numbers lie that an update changes: rows of `width`, `stride` apart; those of the gradient
// are `gradientStride` apart.
typedef struct KernelRows {
  long count, width, stride, gradientStride;
} KernelRows;

// The kernels of one instruction set.
typedef struct KernelTable {
  const char *name;
  void (*gather)(const KernelGather *);
  void (*affine)(const KernelAffine *);
  void (*inputGradient)(const KernelInputGradient *);
  void (*inputProduct)(const KernelInputProduct *);
  void (*sumProducts)(const KernelProductSum *);
  void (*weightGradient)(const KernelWeightGradient *);
  // Lists the live rows of a panel; returns how many there are.
  long (*liveRows)(const float *panel, long rows, long width, int32_t *live);
  // Sums of the columns of row blocks over the samples.
  void (*blockSums)(const float *blocks, long capacity, long samples, long columns, float *sums);
  void (*sparseGather)(const KernelSparseGather *);
  void (*sparseAffine)(const KernelSparseAffine *);
  void (*sparseWeightGradient)(const KernelSparseWeightGradient *);
  // Copies rows of a panel into row blocks, at the place of its first sample: those listed, or the
  // first ones if there is no list. Up to 7 rows of the blocks are written beyond the samples.
  void (*transpose)(const float *panel, const int32_t *rows, long columns, long width, long samples,
                    float *blocks, long capacity, long blockSample);
  // Exchanges the rows and columns of a matrix whose rows lie `stride` floats apart.
  void (*exchange)(const float *source, long stride, long rows, long columns, float *result);
  // Copies a panel to rows of `columns` floats.
  void (*scatter)(const float *panel, long columns, long width, long samples, float *rows);
  void (*adam)(KernelAdam, float *parameters, const float *gradient, float *first, float *second,
               KernelRows);
  void (*descent)(KernelDescent, float *parameters, const float *gradient, float *velocity,
                  KernelRows);
  // Does so many steps to moments.
  void (*fade)(KernelFade, float *first, float *second, long count, long steps);
  // Returns the largest magnitude as its bits; those of infinities and NaN exceed all others.
  uint32_t (*peak)(const float *values, long count);
  // c = a * b over row-major matrices.
  void (*matmul)(long rows, long depth, long columns, const float *a, const float *b, float *c);
  void (*map)(KernelFunction, const float *source, float *result, long count);
} KernelTable;

// The number of kernel tables in this build, the fastest first.
long kernelTableCount(void);

// Returns a table, or null where the processor lacks its instructions.
const KernelTable * kernelTable(long index);

// Makes this thread treat subnormal numbers as zero, or not; returns the former state.
bool kernelFlushSubnormals(bool flush);

// Asks for rows of a matrix that will be read soon, into the second-level cache: the processor does
// not foresee rows in a shuffled order.
void kernelFetchRows(const uint8_t * matrix, long columns,
                     const int32_t * indices, long count);

// Returns the number of processors that this process may run on.
long kernelProcessorCount(void);

// A team of threads that share the units of a job. Threads that come late take no part, so a job
// never waits for one that has no unit in hand.
typedef struct KernelTeam KernelTeam;
typedef void (*KernelJob)(void * context, long unit, long worker);

// Returns a team of `workers` threads, the caller's included, or null if none can be made.
KernelTeam * kernelTeamCreate(long workers);

// Ends the threads of a team and frees it.
void kernelTeamDestroy(KernelTeam *);

// The number of threads, the caller's included.
long kernelTeamWorkers(const KernelTeam *);

// Calls `job` once for each unit of 0..<units (at most 65,535) and returns when all have ended.
void kernelTeamRun(KernelTeam *, long units, KernelJob job,
                   void * context);

#endif
