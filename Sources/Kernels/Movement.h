// Moving numbers between rows, panels and blocks.

// Exchanges rows and columns of 16 x 16 floats, by halves: each pass swaps the off-diagonal squares
// of half the size before.
#define LOW(s, i) (((i) & (s)) ? 16 + (i) - (s) : (i))
#define HIGH(s, i) (((i) & (s)) ? 16 + (i) : (i) + (s))
#define PICK(of, s)                                                                                \
  of(s, 0), of(s, 1), of(s, 2), of(s, 3), of(s, 4), of(s, 5), of(s, 6), of(s, 7), of(s, 8),        \
    of(s, 9), of(s, 10), of(s, 11), of(s, 12), of(s, 13), of(s, 14), of(s, 15)
#define PASS(s)                                                                                    \
  for (int i = 0; i < 16; i++)                                                                     \
    if (!(i & s)) {                                                                                \
      const F16 a = row[i], b = row[i + s];                                                        \
      row[i] = __builtin_shufflevector(a, b, PICK(LOW, s));                                        \
      row[i + s] = __builtin_shufflevector(a, b, PICK(HIGH, s));                                   \
    }

INLINE void exchange(F16 row[16]) {
  _Pragma("unroll") PASS(8)
  _Pragma("unroll") PASS(4)
  _Pragma("unroll") PASS(2)
  _Pragma("unroll") PASS(1)
}

// Returns b / 255 as division rounds it, times a power of two: of each byte, the product with the
// reciprocal in two parts is so exact. Without fused multiply-add it is a division.
INLINE F16 over255(F16 b, float power) {
#if FUSED
  const float upper = 1.0f / 255, lower = (float)(1.0 / 255 - (double)upper);
  return fma16(b, splat16(upper * power), b * (lower * power));
#else
  return b / 255 * power;
#endif
}

// Whether dividing by a value equals multiplying by its reciprocal, here or earlier: it is a power of
// two, not so large or small that anything is rounded for that, and not negative, which zeros show.
INLINE bool hasExactReciprocal(float value) {
  uint32_t bits;
  __builtin_memcpy(&bits, &value, 4);
  const uint32_t exponent = bits >> 23 & 255;
  return (bits & 0x807fffff) == 0 && exponent > 64 && exponent < 190;
}

// Returns the levels of bytes: their shares of 255, less the mean, over the deviation. Where that is a
// power of two it is taken into both beforehand, which changes no bit.
INLINE F16 levelsOf(B16 bytes, KernelLevels levels, const bool byProduct) {
  const F16 b = __builtin_convertvector(bytes, F16);
  const float power = 1 / levels.deviation;
  return byProduct ? over255(b, power) - levels.mean * power
                   : (over255(b, 1) - levels.mean) / levels.deviation;
}

INLINE F16 readLevels(B16 bytes, KernelLevels levels) {
  return hasExactReciprocal(levels.deviation) ? levelsOf(bytes, levels, true)
                                              : levelsOf(bytes, levels, false);
}

// How a row of 16 numbers is read: from floats, or from bytes with a multiplication or a division.
typedef enum { readFloats, readBytesByProduct, readBytesByQuotient } Reading;

INLINE F16 readRow(const KernelGather *job, long place, long count, const Reading reading) {
  if (reading == readFloats)
    return count < 16 ? loadPart(job->floats + place, count) : load16(job->floats + place);
  const uint8_t *p = job->bytes + place;
  uint8_t part[16] = {0};
  if (count < 16) {
    for (long i = 0; i < count; i++) part[i] = p[i];
    p = part;
  }
  const F16 level = levelsOf(*(const B16 *)p, job->levels, reading == readBytesByProduct);
  return count < 16 ? (F16)((I16)level & lanesBelow(count)) : level;
}

// Reads `count` columns of `used` rows; both are 16 but at the edges.
INLINE void gatherSquare(const KernelGather *job, const long rows[16], long s, long column,
                         const long used, const long count, const Reading reading) {
  F16 row[16];
#pragma unroll
  for (long i = 0; i < 16; i++)
    row[i] = i < used ? readRow(job, rows[i] + column, count, reading) : splat16(0);
  exchange(row);
#pragma unroll
  for (long i = 0; i < 16; i++)
    if (i < count) store16(job->panel + (column + i) * job->width + s, row[i]);
}

INLINE void gatherAs(const KernelGather *job, const Reading reading) {
  for (long s = 0; s < job->width; s += 16) {
    const long left = job->samples - s;
    const long used = left < 0 ? 0 : left < 16 ? left : 16;
    long rows[16];
    for (long i = 0; i < used; i++) {
      const long place = job->first + s + i;
      rows[i] = (job->indices ? job->indices[place] : place) * job->columns;
    }
    for (long column = 0; column < job->columns; column += 16) {
      const long count = job->columns - column < 16 ? job->columns - column : 16;
      if (used == 16 && count == 16)
        gatherSquare(job, rows, s, column, 16, 16, reading);
      else
        gatherSquare(job, rows, s, column, used, count, reading);
    }
  }
}

static void gather(const KernelGather *job) {
  if (!job->bytes)
    gatherAs(job, readFloats);
  else if (hasExactReciprocal(job->levels.deviation))
    gatherAs(job, readBytesByProduct);
  else
    gatherAs(job, readBytesByQuotient);
}

// Returns four floats of a row, and four of another.
INLINE F8 twoFours(const float *row, const float *other) {
  return __builtin_shufflevector(*(const F4 *)row, *(const F4 *)other, 0, 1, 2, 3, 4, 5, 6, 7);
}

// Writes 8 samples of 8 rows into a row block. They come together by fours when they are loaded, so
// that little is in registers at once, and what follows stays within halves of a vector: vectors of
// 8 are exchanged in less time than those of 16 (0.34 and 0.47 microseconds for 64 x 64), for which a
// processor has one unit where it has two for these.
INLINE void exchangeEight(const float *const rows[8], long s, float *block) {
#pragma unroll
  for (long k = 0; k < 8; k += 4) {
    const F8 a = twoFours(rows[0] + s + k, rows[4] + s + k);
    const F8 b = twoFours(rows[1] + s + k, rows[5] + s + k);
    const F8 c = twoFours(rows[2] + s + k, rows[6] + s + k);
    const F8 d = twoFours(rows[3] + s + k, rows[7] + s + k);
    const F8 acLow = __builtin_shufflevector(a, c, 0, 8, 1, 9, 4, 12, 5, 13);
    const F8 bdLow = __builtin_shufflevector(b, d, 0, 8, 1, 9, 4, 12, 5, 13);
    const F8 acHigh = __builtin_shufflevector(a, c, 2, 10, 3, 11, 6, 14, 7, 15);
    const F8 bdHigh = __builtin_shufflevector(b, d, 2, 10, 3, 11, 6, 14, 7, 15);
    float *row = block + k * kernelPanelWidth;
    *(F8 *)row = __builtin_shufflevector(acLow, bdLow, 0, 8, 1, 9, 4, 12, 5, 13);
    *(F8 *)(row + kernelPanelWidth) =
      __builtin_shufflevector(acLow, bdLow, 2, 10, 3, 11, 6, 14, 7, 15);
    *(F8 *)(row + 2 * kernelPanelWidth) =
      __builtin_shufflevector(acHigh, bdHigh, 0, 8, 1, 9, 4, 12, 5, 13);
    *(F8 *)(row + 3 * kernelPanelWidth) =
      __builtin_shufflevector(acHigh, bdHigh, 2, 10, 3, 11, 6, 14, 7, 15);
  }
}

static void transpose(const float *panel, const int32_t *rows, long columns, long width, long samples,
                      float *blocks, long capacity, long blockSample) {
  static const float none[kernelPanelWidth];
  for (long column = 0; column < columns; column += 8) {
    const float *source[8];
    for (long i = 0; i < 8; i++) {
      const long row = column + i;
      source[i] = row < columns ? panel + (rows ? rows[row] : row) * width : none;
    }
    float *block = blocks
                   + (column / kernelPanelWidth * capacity + blockSample) * kernelPanelWidth
                   + column % kernelPanelWidth;
    for (long s = 0; s < samples; s += 8) exchangeEight(source, s, block + s * kernelPanelWidth);
  }
}

static void exchangeMatrix(const float *source, long stride, long rows, long columns,
                           float *result) {
  for (long column = 0; column < columns; column += 16) {
    const long count = columns - column < 16 ? columns - column : 16;
    for (long first = 0; first < rows; first += 16) {
      const long used = rows - first < 16 ? rows - first : 16;
      F16 row[16];
      for (long i = 0; i < 16; i++)
        row[i] = i < used ? loadSome(source + (first + i) * stride + column, count) : splat16(0);
      exchange(row);
      for (long i = 0; i < count; i++)
        storeSome(result + (column + i) * rows + first, row[i], used);
    }
  }
}

static void scatter(const float *panel, long columns, long width, long samples, float *rows) {
  for (long column = 0; column < columns; column += 16) {
    const long count = columns - column < 16 ? columns - column : 16;
    for (long s = 0; s < samples; s += 16) {
      F16 row[16];
      for (long i = 0; i < 16; i++)
        row[i] = i < count ? load16(panel + (column + i) * width + s) : splat16(0);
      exchange(row);
      const long used = samples - s < 16 ? samples - s : 16;
      for (long i = 0; i < used; i++) storeSome(rows + (s + i) * columns + column, row[i], count);
    }
  }
}
