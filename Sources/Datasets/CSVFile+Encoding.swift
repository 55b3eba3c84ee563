public import Tensors

extension CSVFile {
  /// Returns a tensor of at most two axes as a table; a vector is a column.
  ///
  /// Each number is written in the shortest form that reads back the same. Once `stop` says so, the
  /// rest is left out.
  ///
  /// - Precondition: the tensor has at most two axes.
  public static func encoded(_ tensor: Tensor, stop: () -> Bool = { false }) -> [UInt8] {
    precondition(tensor.shape.rank <= 2, "a table has rows and columns")
    let columns = tensor.shape.rank == 2 ? tensor.shape[1] : 1
    var bytes: [UInt8] = []
    tensor.withUnsafeElements { elements in
      Pieces.forEach(of: elements.count, length: 10_000, stop: stop) { piece in
        for index in piece {
          bytes += elements[index].description.utf8
          let isLast = (index + 1) % columns == 0
          bytes.append(isLast ? UInt8(ascii: "\n") : UInt8(ascii: ","))
        }
      }
    }
    return bytes
  }
}
