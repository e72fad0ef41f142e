/* CRC-32C (Castagnoli), as in iSCSI and ext4: finds what a copy or a merge did to a line. */
#ifndef DTL_BASE_CRC32C_H
#define DTL_BASE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* The sum of `len` bytes behind those that gave `crc`; 0 to begin with. */
uint32_t dtl_crc32c(uint32_t crc, const void *bytes, size_t len);

#endif
