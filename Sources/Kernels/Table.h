// The whole of the kernels for one instruction set; included once for each, with TABLE_NAME,
// TABLE_SYMBOL, LANES, VECTORS and FUSED set.

#include "Kernels.h"

#include <stddef.h>
#include <stdlib.h>
#if LANES == 16
#include <immintrin.h>
#endif

#include "Vector.h"

#include "Product.h"

#include "Elementwise.h"
#include "Functions.h"
#include "Movement.h"

#include "Layers.h"
#include "Sparse.h"
#include "SparseLists.h"

const KernelTable TABLE_SYMBOL = {
  .name = TABLE_NAME,
  .gather = gather,
  .affine = affine,
  .inputGradient = inputGradient,
  .inputProduct = inputProduct,
  .sumProducts = sumProducts,
  .weightGradient = weightGradient,
  .liveRows = liveRows,
  .blockSums = blockSums,
  .sparseGather = sparseGather,
  .sparseAffine = sparseAffine,
  .sparseWeightGradient = sparseWeightGradient,
  .transpose = transpose,
  .exchange = exchangeMatrix,
  .scatter = scatter,
  .adam = adam,
  .descent = descent,
  .fade = fade,
  .peak = peak,
  .matmul = matmul,
  .map = map,
};
