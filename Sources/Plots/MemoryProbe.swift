import Glibc

/// Throws where the system would not give so many bytes: Swift's own allocation ends the process.
func probeMemory(_ count: Int) throws(PlotError) {
  // SAFETY: the region is never read or written, and is given back at once. It is mapped and not
  // allocated, because the optimiser removes an allocation that nobody uses.
  let region = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
  guard let region, Int(bitPattern: region) != -1 else { throw .outOfMemory(bytes: count) }
  munmap(region, count)
}
