// Reading rows of bytes of which most are zero: into a panel, and as lists of those that are not.
//
// 32 columns at a time, so that their part of the panel is listed while it is in the first-level cache:
// two panels of 64 MNIST images take 13 microseconds so, and 21 where all columns are read before any is
// listed (Emerald Rapids). The rows must be near, in the second-level cache: 64 of them are more than a
// processor foresees.

typedef uint8_t B32 __attribute__((vector_size(32), aligned(1), may_alias));

enum { gatherColumns = 32 };

// Exchanges rows and columns of two squares of 16 x 16 bytes that lie beside each other: four rounds
// that interleave the first half of the rows with the second.
#define WEAVE(i) (i), 32 + (i), 1 + (i), 33 + (i), 2 + (i), 34 + (i), 3 + (i), 35 + (i)
#define WEAVE_BOTH(i) WEAVE(i), WEAVE((i) + 4), WEAVE((i) + 16), WEAVE((i) + 20)

INLINE void exchangeBytes(B32 row[16]) {
#pragma unroll
  for (int turn = 0; turn < 4; turn++) {
    B32 next[16];
#pragma unroll
    for (int i = 0; i < 8; i++) {
      next[2 * i] = __builtin_shufflevector(row[i], row[i + 8], WEAVE_BOTH(0));
      next[2 * i + 1] = __builtin_shufflevector(row[i], row[i + 8], WEAVE_BOTH(8));
    }
#pragma unroll
    for (int i = 0; i < 16; i++) row[i] = next[i];
  }
}

// Copies `count` columns of `used` rows into the panel; these are 32 and 16 but at the edges.
INLINE void gatherBytes(const uint8_t *const rows[16], long column, uint8_t *panel, long width,
                        const long used, const long count) {
  B32 row[16];
#pragma unroll
  for (long i = 0; i < 16; i++) {
    row[i] = (B32){0};
    if (i < used && count == gatherColumns)
      row[i] = *(const B32 *)(rows[i] + column);
    else if (i < used)
      __builtin_memcpy(&row[i], rows[i] + column, (size_t)count);
  }
  exchangeBytes(row);
#pragma unroll
  for (long i = 0; i < gatherColumns; i++)
    if (i < count) *(B16 *)(panel + i * width) = ((const B16 *)&row[i % 16])[i / 16];
}

// Copies `count` columns of all rows into the panel.
INLINE void gatherAllRows(const KernelSparseGather *job, const uint8_t *const *rows, long column,
                          const long count) {
  uint8_t *panel = job->panel + column * job->width;
  for (long s = 0; s < job->width; s += 16) {
    const long left = job->samples - s;
    if (left >= 16)
      gatherBytes(rows + s, column, panel + s, job->width, 16, count);
    else
      gatherBytes(rows + s, column, panel + s, job->width, left < 0 ? 0 : left, count);
  }
}

// Whether some byte is not zero; `count` is a multiple of 16.
INLINE bool anyByte(const uint8_t *bytes, long count) {
  typedef uint64_t Words __attribute__((vector_size(16), aligned(1), may_alias));
  Words all = {0};
  for (long i = 0; i < count; i += 16) all |= *(const Words *)(bytes + i);
  return (all[0] | all[1]) != 0;
}

// Lists the bytes that are not zero as index << 8 | byte; returns how many. `count` is a multiple of
// 16. It writes, but does not use, up to 16 entries beyond.
INLINE long listBytes(const uint8_t *bytes, long count, uint16_t *entries) {
  long used = 0;
#if LANES == 16
  __m512i place = _mm512_slli_epi32(
    _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), 8);
  for (long i = 0; i < count; i += 16) {
    const __m512i value = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(bytes + i)));
    const __mmask16 some = _mm512_test_epi32_mask(value, value);
    const __m512i packed = _mm512_maskz_compress_epi32(some, _mm512_or_si512(value, place));
    _mm256_storeu_si256((__m256i *)(entries + used), _mm512_cvtepi32_epi16(packed));
    used += __builtin_popcount(some);
    place = _mm512_add_epi32(place, _mm512_set1_epi32(16 << 8));
  }
#else
  // Without a branch: whether the next byte is zero cannot be foreseen.
  for (long i = 0; i < count; i++) {
    entries[used] = (uint16_t)(i << 8 | bytes[i]);
    used += bytes[i] != 0;
  }
#endif
  return used;
}

// Lists columns from one to before another, behind the `used` entries of those before; returns how many
// entries there are then.
static long listColumns(const KernelSparseGather *job, long column, long end, long used) {
  for (; column < end; column++) {
    const uint8_t *bytes = job->panel + column * job->width;
    job->columnStarts[column] = (uint32_t)used;
    // A third of the columns of 64 images are empty, mostly where those before are.
    if (anyByte(bytes, job->width))
      used += listBytes(bytes, job->width, job->columnEntries + used);
  }
  return used;
}

#if LANES == 16

// As listColumns for panels 64 wide, with an instruction that packs 16-bit numbers, which not all
// processors with AVX-512 have: in 4 instead of 10 microseconds. It writes up to 32 entries beyond.
__attribute__((target("avx2,fma,popcnt,avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi2")))
static long listWideColumns(const KernelSparseGather *job, long column, long end, long used) {
  const __m512i low = _mm512_slli_epi16(
    _mm512_set_epi16(31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12,
                     11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), 8);
  const __m512i high = _mm512_add_epi16(low, _mm512_set1_epi16(32 << 8));
  for (; column < end; column++) {
    job->columnStarts[column] = (uint32_t)used;
    const __m512i bytes = _mm512_loadu_si512(job->panel + column * kernelPanelWidth);
    const uint64_t some = _mm512_test_epi8_mask(bytes, bytes);
    if (some == 0) continue;
    const __m512i first = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(bytes));
    const __m512i second = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(bytes, 1));
    uint16_t *entries = job->columnEntries + used;
    _mm512_storeu_si512(
      entries, _mm512_maskz_compress_epi16((__mmask32)some, _mm512_or_si512(first, low)));
    entries += __builtin_popcount((uint32_t)some);
    _mm512_storeu_si512(
      entries, _mm512_maskz_compress_epi16((__mmask32)(some >> 32), _mm512_or_si512(second, high)));
    used += __builtin_popcountll(some);
  }
  return used;
}

#endif

typedef long (*ListColumns)(const KernelSparseGather *, long, long, long);

static ListColumns listFunction(long width) {
#if LANES == 16
  if (width == kernelPanelWidth && __builtin_cpu_supports("avx512vbmi2")) return listWideColumns;
#endif
  (void)width;
  return listColumns;
}

static void sparseGather(const KernelSparseGather *job) {
  const uint8_t *rows[kernelPanelWidth] = {0};
  for (long s = 0; s < job->samples; s++)
    rows[s] = job->bytes
              + (job->indices ? job->indices[job->first + s] : job->first + s) * job->columns;
  const ListColumns list = listFunction(job->width);
  long used = 0;
  for (long column = 0; column < job->columns; column += gatherColumns) {
    const long left = job->columns - column;
    const long count = left < gatherColumns ? left : gatherColumns;
    if (count == gatherColumns)
      gatherAllRows(job, rows, column, gatherColumns);
    else if (count == 16)
      gatherAllRows(job, rows, column, 16);
    else
      gatherAllRows(job, rows, column, count);
    used = list(job, column, column + count, used);
  }
  job->columnStarts[job->columns] = (uint32_t)used;
}
