// GNU readline, and the Linux calls that Swift's own Glibc module leaves out.
#include <stdio.h>
#include <readline/readline.h>
#include <readline/history.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

// Declared by <spawn.h> only under _GNU_SOURCE, which modules cannot set.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
