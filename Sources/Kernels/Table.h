// The whole of the kernels for one instruction set; included once for each, with TABLE_NAME,
// TABLE_SYMBOL, LANES, VECTORS and FUSED set.

#include "Kernels.h"

#include <stddef.h>

#include "Vector.h"

#include "Product.h"

#include "Elementwise.h"
#include "Layers.h"
#include "Movement.h"

const KernelTable TABLE_SYMBOL = {
  .name = TABLE_NAME,
  .gather = gather,
  .affine = affine,
  .inputGradient = inputGradient,
  .weightGradient = weightGradient,
  .transpose = transpose,
  .scatter = scatter,
  .adam = adam,
  .descent = descent,
  .peak = peak,
  .matmul = matmul,
  .map = map,
};
