// Moving samples between rows, panels and blocks.

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

// Returns b / 255 as division rounds it: one step of remainder correction makes a product with the
// reciprocal exact (Markstein, 1990); without fused multiply-add it is a division.
INLINE F16 over255(F16 b) {
#if FUSED
  const F16 reciprocal = splat16(1.0f / 255);
  const F16 quotient = b * reciprocal;
  return fma16(fma16(splat16(-255), quotient, b), reciprocal, quotient);
#else
  return b / 255;
#endif
}

// Whether dividing by a value equals multiplying by its reciprocal: it is a power of two.
INLINE bool hasExactReciprocal(float value) {
  uint32_t bits;
  __builtin_memcpy(&bits, &value, 4);
  const uint32_t exponent = bits >> 23 & 255;
  return (bits & 0x7fffff) == 0 && exponent > 1 && exponent < 253;
}

INLINE F16 readBytes(const uint8_t *p, long count, KernelLevels levels, bool exact) {
  uint8_t part[16] = {0};
  if (count < 16) {
    for (long i = 0; i < count; i++) part[i] = p[i];
    p = part;
  }
  const F16 value = __builtin_convertvector(*(const B16 *)p, F16);
  const F16 centred = over255(value) - levels.mean;
  return exact ? centred * (1 / levels.deviation) : centred / levels.deviation;
}

INLINE void gatherAs(const KernelGather *job, const bool fromBytes, const bool exact) {
  for (long s = 0; s < job->width; s += 16) {
    const long left = job->samples - s;
    const long used = left < 0 ? 0 : left < 16 ? left : 16;
    long rows[16];
    for (long i = 0; i < used; i++) {
      const long place = job->first + s + i;
      rows[i] = (job->indices ? job->indices[place] : place) * job->columns;
    }
    for (long column = 0; column < job->columns; column += 16) {
      const long after = job->columns - column;
      const long count = after < 16 ? after : 16;
      F16 row[16];
      for (long i = 0; i < 16; i++) {
        if (i >= used) {
          row[i] = splat16(0);
        } else if (fromBytes) {
          row[i] = readBytes(job->bytes + rows[i] + column, count, job->levels, exact);
          if (count < 16) row[i] = (F16)((I16)row[i] & lanesBelow(count));
        } else {
          const float *p = job->floats + rows[i] + column;
          row[i] = count < 16 ? loadPart(p, count) : load16(p);
        }
      }
      if (job->blocks) {
        float *block = job->blocks
                       + (column / kernelPanelWidth * job->capacity + job->blockSample + s)
                           * kernelPanelWidth
                       + column % kernelPanelWidth;
        for (long i = 0; i < used; i++) store16(block + i * kernelPanelWidth, row[i]);
      }
      exchange(row);
      for (long i = 0; i < count; i++) store16(job->panel + (column + i) * job->width + s, row[i]);
    }
  }
}

static void gather(const KernelGather *job) {
  if (!job->bytes)
    gatherAs(job, false, false);
  else if (hasExactReciprocal(job->levels.deviation))
    gatherAs(job, true, true);
  else
    gatherAs(job, true, false);
}

static void transpose(const float *panel, long columns, long width, long samples, float *blocks,
                      long capacity, long blockSample) {
  for (long column = 0; column < columns; column += 16) {
    const long count = columns - column < 16 ? columns - column : 16;
    for (long s = 0; s < samples; s += 16) {
      F16 row[16];
      for (long i = 0; i < 16; i++)
        row[i] = i < count ? load16(panel + (column + i) * width + s) : splat16(0);
      exchange(row);
      float *block = blocks
                     + (column / kernelPanelWidth * capacity + blockSample + s) * kernelPanelWidth
                     + column % kernelPanelWidth;
      const long used = samples - s < 16 ? samples - s : 16;
      for (long i = 0; i < used; i++) store16(block + i * kernelPanelWidth, row[i]);
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
