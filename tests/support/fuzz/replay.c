/* Runs a fuzz harness over the files of a corpus, as an ordinary test: replay DIRECTORY… */
#include "support.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t replay(const char *dir)
{
	size_t count = 0;
	DIR *d = opendir(dir);
	for (struct dirent *e; d && (e = readdir(d));) {
		if (e->d_name[0] == '.')
			continue;
		size_t len;
		char *bytes = read_file(path_in(dir, e->d_name), &len);
		/* Of exactly its size, so that reading beyond it is seen. */
		uint8_t *exact = len ? realloc(bytes, len) : (uint8_t *)bytes;
		printf("%s/%s\n", dir, e->d_name);
		fflush(stdout); /* the last one named is the one that crashed */
		LLVMFuzzerTestOneInput(exact, len);
		free(exact);
		count++;
	}
	if (d)
		closedir(d);
	return count;
}

int main(int argc, char **argv)
{
	size_t count = 0;
	for (int i = 1; i < argc; i++)
		count += replay(argv[i]);
	return count > 0 ? 0 : 1;
}
