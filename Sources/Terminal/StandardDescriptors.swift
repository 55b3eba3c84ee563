internal import Glibc

/// Descriptors 0 to 2, which a parent may have closed.
public enum StandardDescriptors {
  /// Opens `/dev/null` for those that are closed, so that no file gets their numbers.
  ///
  /// A missing input is then empty; a missing output still fails when it is written to, because
  /// it is opened for reading only.
  public static func repair() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is `descriptor`, since all below it are open by now.
      _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
