// A file system with a fault: the Nth call of a kind below a folder fails. Preloaded into the command by FaultTests.
//
//   FAULT_FOLDER  only files below it      FAULT_CALL  open, read, write, rename, unlink, mkdir
//   FAULT_AT      the call that fails; with FAULT_ON=1 all later ones too      FAULT_ERROR  its errno
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long seen;
static _Atomic char below[65536]; // open files of the folder

static int is_below(const char *path)
{
    const char *folder = getenv("FAULT_FOLDER");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int fails(const char *call)
{
    const char *kind = getenv("FAULT_CALL"), *at = getenv("FAULT_AT"), *error = getenv("FAULT_ERROR");
    if (!kind || !at || !error || strcmp(kind, call) != 0) return 0;
    long now = atomic_fetch_add(&seen, 1) + 1;
    if (now < atol(at) || (now > atol(at) && !getenv("FAULT_ON"))) return 0;
    errno = atoi(error);
    return 1;
}

static int of_folder(int file) { return file >= 0 && file < (int)sizeof(below) && below[file]; }

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPEN(name)                                                                            \
    int name(const char *path, int flags, ...)                                                \
    {                                                                                         \
        va_list more;                                                                         \
        va_start(more, flags);                                                                \
        mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;                             \
        va_end(more);                                                                         \
        if (is_below(path) && !(flags & O_DIRECTORY) && fails("open")) return -1;             \
        int file = NEXT(name)(path, flags, mode);                                             \
        if (file >= 0 && file < (int)sizeof(below)) below[file] = is_below(path);             \
        return file;                                                                          \
    }
OPEN(open)
OPEN(open64)

// A number that is free again may become a pipe's or the runtime's own file.
int close(int file)
{
    if (file >= 0 && file < (int)sizeof(below)) below[file] = 0;
    return NEXT(close)(file);
}

#define IO(result, name, call, parameters, arguments)                                         \
    result name parameters { return of_folder(file) && fails(call) ? -1 : NEXT(name) arguments; }
IO(ssize_t, read, "read", (int file, void *to, size_t n), (file, to, n))
IO(ssize_t, pread, "read", (int file, void *to, size_t n, off_t at), (file, to, n, at))
IO(ssize_t, pread64, "read", (int file, void *to, size_t n, off64_t at), (file, to, n, at))
IO(ssize_t, preadv64, "read", (int file, const struct iovec *to, int n, off64_t at), (file, to, n, at))
IO(ssize_t, write, "write", (int file, const void *from, size_t n), (file, from, n))
IO(ssize_t, pwrite, "write", (int file, const void *from, size_t n, off_t at), (file, from, n, at))
IO(ssize_t, pwrite64, "write", (int file, const void *from, size_t n, off64_t at), (file, from, n, at))
IO(ssize_t, pwritev64, "write", (int file, const struct iovec *from, int n, off64_t at), (file, from, n, at))

#define PATH(name, parameters, arguments)                                                     \
    int name parameters { return is_below(path) && fails(#name) ? -1 : NEXT(name) arguments; }
PATH(rename, (const char *path, const char *to), (path, to))
PATH(unlink, (const char *path), (path))
PATH(mkdir, (const char *path, mode_t mode), (path, mode))
