import Glibc
import TestSupport

/// Somebody who is not root, since root passes every check of permissions.
enum OtherUser {
  /// The words of a shell that run a command as somebody without privileges; nothing where the
  /// tests themselves have none, nil where nobody else can be become.
  static let prefix: String? = {
    if geteuid() != 0 { return "env" }
    let command = "setpriv --reuid=65534 --regid=65534 --clear-groups"
    // The program must be there for them too, whose folder may be closed.
    let reached = Program.shell("\(command) \"$AEREPL\" --version").exit == .status(0)
    return reached ? command : nil
  }()
}

/// A library that moves the clock of the calendar, for programs that are started with it.
enum FalseClock {
  /// Builds the library in a directory; nil where there is no C compiler.
  static func library(in directory: TemporaryDirectory) -> String? {
    let source = """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <stdlib.h>
      #include <sys/time.h>
      #include <time.h>
      // Each call jumps: forwards by the offset, then back.
      static long offset(void) {
        static long calls;
        const char *text = getenv("CLOCK");
        return text && (calls++ & 1) == 0 ? atol(text) : 0;
      }
      int clock_gettime(clockid_t clock, struct timespec *time) {
        static int (*real)(clockid_t, struct timespec *);
        if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
        int status = real(clock, time);
        if (status == 0 && clock == CLOCK_REALTIME) time->tv_sec += offset();
        return status;
      }
      time_t time(time_t *out) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        if (out) *out = now.tv_sec;
        return now.tv_sec;
      }
      int gettimeofday(struct timeval *restrict out, void *restrict zone) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        out->tv_sec = now.tv_sec;
        out->tv_usec = now.tv_nsec / 1000;
        return 0;
      }
      """
    let folder = TemporaryDirectory()
    folder.write(Array(source.utf8), to: "clock.c")
    let command = """
      for compiler in clang gcc cc; do
        if command -v $compiler > /dev/null; then
          exec $compiler -shared -fPIC -O1 -o "$2" "$1" -ldl
        fi
      done
      exit 1
      """
    let library = directory.file("clock.so")
    let result = Program.shell(
      command,
      [folder.file("clock.c"), library],
      environment: ["PATH": "/usr/bin:/bin:/opt/swift/usr/bin"]
    )
    return result.exit == .status(0) ? library : nil
  }
}
