// Makes one system call of a save fail: loaded by LD_PRELOAD, for scripts/torture.
//
// FAULT=CALL:NUMBER:HOW. Calls of a name are counted, but only those on temporary files (and fsync,
// which a program calls for nothing else). HOW is an error number, or `kill`, or `short` for a write
// of a single byte. FAULT_LOG names a file that gets a line for each call that is counted.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int isTemporary(const char *name) {
  const size_t length = strlen(name);
  return length > 4 && strcmp(name + length - 4, ".tmp") == 0;
}

static int isTemporaryFile(int descriptor) {
  char link[64], name[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t length = readlink(link, name, sizeof name - 1);
  if (length < 0) return 0;
  name[length] = 0;
  return isTemporary(name);
}

// Counts a call; returns 0 if it is to go on, 1 if it is to fail, 2 if it is to be short.
static int meets(const char *call) {
  static int count;
  const char *log = getenv("FAULT_LOG");
  if (log) {
    FILE *file = fopen(log, "a");
    if (file) {
      fprintf(file, "%s\n", call);
      fclose(file);
    }
  }
  const char *fault = getenv("FAULT");
  char name[16], how[16];
  int number;
  if (!fault || sscanf(fault, "%15[a-z]:%d:%15s", name, &number, how) != 3) return 0;
  if (strcmp(name, call) != 0) return 0;
  if (++count != number) return 0;
  if (strcmp(how, "kill") == 0) raise(SIGKILL);
  if (strcmp(how, "short") == 0) return 2;
  errno = atoi(how);
  return 1;
}

#define REAL(type, name) ((type)dlsym(RTLD_NEXT, name))

ssize_t write(int descriptor, const void *bytes, size_t count) {
  const int fault = isTemporaryFile(descriptor) ? meets("write") : 0;
  if (fault == 1) return -1;
  return REAL(ssize_t(*)(int, const void *, size_t), "write")(descriptor, bytes,
                                                              fault == 2 && count > 1 ? 1 : count);
}

int fsync(int descriptor) {
  return meets("fsync") ? -1 : REAL(int (*)(int), "fsync")(descriptor);
}

int close(int descriptor) {
  const int fault = isTemporaryFile(descriptor) ? meets("close") : 0;
  const int result = REAL(int (*)(int), "close")(descriptor);
  if (!fault) return result;
  errno = atoi(strrchr(getenv("FAULT"), ':') + 1);
  return -1;
}

int renameat(int from, const char *old, int to, const char *new) {
  if (isTemporary(old) && meets("renameat")) return -1;
  return REAL(int (*)(int, const char *, int, const char *), "renameat")(from, old, to, new);
}

int fchmod(int descriptor, mode_t mode) {
  if (isTemporaryFile(descriptor) && meets("fchmod")) return -1;
  return REAL(int (*)(int, mode_t), "fchmod")(descriptor, mode);
}

int openat(int directory, const char *name, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  if (isTemporary(name) && meets("openat")) return -1;
  return REAL(int (*)(int, const char *, int, mode_t), "openat")(directory, name, flags, mode);
}
