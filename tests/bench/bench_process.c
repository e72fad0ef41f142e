/*
 * What whole processes take, from their start to their end; what they write is thrown away.
 *
 *	bench_process run COMMAND …                     one: seconds, processor seconds, MiB at most resident
 *	bench_process turns N COMMAND … -- COMMAND …    each in turn, N times: milliseconds, the median, a line for each
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS = 8 };

extern char **environ;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what, const char *which)
{
	fprintf(stderr, "bench_process: %s: '%s'\n", what, which);
	exit(1);
}

static double run(char **command)
{
	posix_spawn_file_actions_t nowhere;
	pid_t child = 0;
	int code = 0;
	posix_spawn_file_actions_init(&nowhere);
	posix_spawn_file_actions_addopen(&nowhere, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&nowhere, 2, "/dev/null", O_WRONLY, 0);
	double begin = now();
	if (posix_spawnp(&child, command[0], &nowhere, NULL, command, environ) != 0)
		die("cannot start", command[0]);
	if (waitpid(child, &code, 0) != child || code != 0)
		die("it failed", command[0]);
	double took = now() - begin;
	posix_spawn_file_actions_destroy(&nowhere);
	return took;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int run_one(char **command)
{
	struct rusage use;
	double took = run(command);
	getrusage(RUSAGE_CHILDREN, &use);
	printf("%.3f\t%.3f\t%.1f\n", took, seconds(use.ru_utime) + seconds(use.ru_stime),
	    (double)use.ru_maxrss / 1024);
	return 0;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

/* Cuts the words at each "--". */
static size_t split(char **words, char **commands[COMMANDS])
{
	size_t count = 1;
	commands[0] = words;
	for (char **word = words; *word; word++) {
		if (strcmp(*word, "--") != 0)
			continue;
		if (count == COMMANDS)
			die("too many commands", word[1]);
		*word = NULL;
		commands[count++] = word + 1;
	}
	return count;
}

/* In turn, so that what else the machine does falls on all alike. */
static int run_in_turn(size_t turns, char **words)
{
	char **commands[COMMANDS];
	size_t count = split(words, commands);
	double *took = calloc(turns * count, sizeof(*took));
	if (!took || turns == 0)
		return 1;
	for (size_t turn = 0; turn < turns; turn++)
		for (size_t i = 0; i < count; i++)
			took[i * turns + turn] = run(commands[i]);
	for (size_t i = 0; i < count; i++) {
		qsort(took + i * turns, turns, sizeof(*took), compare);
		printf("%.3f\n", took[i * turns + turns / 2] * 1000);
	}
	free(took);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "run") == 0)
		return run_one(argv + 2);
	if (argc > 3 && strcmp(argv[1], "turns") == 0)
		return run_in_turn(strtoul(argv[2], NULL, 10), argv + 3);
	return fprintf(stderr, "usage: bench_process run COMMAND … | turns N COMMAND … [-- COMMAND …]\n"), 2;
}
