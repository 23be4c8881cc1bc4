/* Preloaded by tests: while the file $FAULTS exists, which holds "<call> <errno> <part of a path>", such calls fail on such files. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fails(const char *call, const char *path) {
    const char *control = getenv("FAULTS");
    if (!control || !path) return 0;
    int fd = syscall(SYS_openat, AT_FDCWD, control, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    char text[512] = {0}, name[32], part[400];
    int code = 0;
    ssize_t n = syscall(SYS_read, fd, text, sizeof text - 1);
    syscall(SYS_close, fd);
    if (n <= 0 || sscanf(text, "%31s %d %399s", name, &code, part) != 3) return 0;
    if (strcmp(name, call) || !strstr(path, part)) return 0;
    errno = code;
    return 1;
}

static int fd_fails(const char *call, int fd) {
    char link[64], path[1024];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return fails(call, path);
}


#define WRITE(name) ssize_t name(int fd, const void *b, size_t n, off64_t at) { \
    if (fd_fails("write", fd)) return -1; \
    static ssize_t (*next)(int, const void *, size_t, off64_t); \
    if (!next) *(void **) &next = dlsym(RTLD_NEXT, #name); \
    return next(fd, b, n, at); }
WRITE(pwrite)
WRITE(pwrite64)

ssize_t write(int fd, const void *b, size_t n) {
    if (fd > 2 && fd_fails("write", fd)) return -1;
    return syscall(SYS_write, fd, b, n);
}

int fsync(int fd) { return fd_fails("sync", fd) ? -1 : (int) syscall(SYS_fsync, fd); }
int fdatasync(int fd) { return fd_fails("sync", fd) ? -1 : (int) syscall(SYS_fdatasync, fd); }

#define MMAP(name) void *name(void *a, size_t n, int p, int f, int fd, off64_t at) { \
    if (fd >= 0 && fd_fails("mmap", fd)) return MAP_FAILED; \
    return (void *) syscall(SYS_mmap, a, n, p, f, fd, at); }
MMAP(mmap)
MMAP(mmap64)
