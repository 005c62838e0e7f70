"""The system calls that a learner's process may make, with their numbers on x86-64 and on 64-bit ARM."""
import platform

# name, number on x86_64, number on aarch64 ("-" where the call does not exist there)
ALLOWED = """
read 0 63; write 1 64; readv 19 65; writev 20 66; pread64 17 67; pwrite64 18 68; preadv 295 69;
pwritev 296 70; close 3 57; close_range 436 436; lseek 8 62; fstat 5 80; newfstatat 262 79; stat 4 -;
lstat 6 -; statx 332 291; open 2 -; openat 257 56; openat2 437 437; access 21 -; faccessat 269 48;
faccessat2 439 439; getdents 78 -; getdents64 217 61; getcwd 79 17; chdir 80 49; fchdir 81 50; readlink 89 -;
readlinkat 267 78; mkdir 83 -; mkdirat 258 34; rmdir 84 -; unlink 87 -; unlinkat 263 35; rename 82 -;
renameat 264 38; renameat2 316 276; ftruncate 77 46; fallocate 285 47; fadvise64 221 223; fsync 74 82;
fdatasync 75 83; flock 73 32; umask 95 166; statfs 137 43; fstatfs 138 44; dup 32 23; dup2 33 -; dup3 292 24;
pipe 22 -; pipe2 293 59; sendfile 40 71; copy_file_range 326 285; poll 7 -; ppoll 271 73; select 23 -;
pselect6 270 72; epoll_create1 291 20; epoll_ctl 233 21; epoll_wait 232 -; epoll_pwait 281 22;
eventfd2 290 19; mmap 9 222; mprotect 10 226; munmap 11 215; mremap 25 216; madvise 28 233; msync 26 227;
mincore 27 232; brk 12 214; rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139;
rt_sigpending 127 136; rt_sigtimedwait 128 137; rt_sigsuspend 130 133; sigaltstack 131 132; pause 34 -;
alarm 37 -; setitimer 38 103; getitimer 36 102; nanosleep 35 101; clock_nanosleep 230 115;
clock_gettime 228 113; clock_getres 229 114; gettimeofday 96 169; time 201 -; times 100 153; getrusage 98 165;
getpid 39 172; getppid 110 173; gettid 186 178; getuid 102 174; geteuid 107 175; getgid 104 176;
getegid 108 177; getgroups 115 158; getresuid 118 148; getresgid 120 150; getpgrp 111 -; getpgid 121 155;
getsid 124 156; uname 63 160; sysinfo 99 179; getrlimit 97 163; getrandom 318 278; getcpu 309 168;
sched_yield 24 124; sched_getaffinity 204 123; sched_getparam 143 121; sched_getscheduler 145 120;
futex 202 98; futex_waitv 449 449; set_robust_list 273 99; get_robust_list 274 100; set_tid_address 218 96;
rseq 334 293; membarrier 324 283; arch_prctl 158 -; restart_syscall 219 128; wait4 61 260; waitid 247 95;
exit 60 93; exit_group 231 94
"""
# Calls that are looked at more closely, or that we make ourselves.
OTHERS = {
    "clone": (56, 220), "clone3": (435, 435), "kill": (62, 129), "tgkill": (234, 131), "prlimit64": (302, 261),
    "fcntl": (72, 25), "ioctl": (16, 29), "seccomp": (317, 277), "capset": (126, 91),
}
AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
NEWEST = 450  # numbers from here on are newer than this list: "no such call", so that libraries fall back
COLUMN = {"x86_64": 0, "aarch64": 1}


def machine():
    """The architecture's name as the tables call it, or None where they do not know it."""
    name = {"arm64": "aarch64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    return name if name in COLUMN else None


def allowed(architecture):
    """Numbers of the calls that pass unconditionally."""
    rows = (entry.split() for entry in ALLOWED.replace("\n", " ").split(";"))
    numbers = (row[1 + COLUMN[architecture]] for row in rows)
    return [int(number) for number in numbers if number != "-"]


def number(name, architecture=None):
    """The number of one of the calls in `OTHERS`."""
    return OTHERS[name][COLUMN[architecture or machine()]]
