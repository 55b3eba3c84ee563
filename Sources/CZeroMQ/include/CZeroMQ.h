// ZeroMQ, and the Linux calls that Swift's own Glibc module leaves out.
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <zmq.h>

// Declared by <unistd.h> and <spawn.h> only under _GNU_SOURCE, which modules cannot set.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
extern int pipe2(int descriptors[2], int flags);
