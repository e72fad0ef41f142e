#include "base/crc32c.h"
#include "support.h"
#include <string.h>

static void gives_the_sums_of_rfc_3720(void **state)
{
	(void)state;
	unsigned char bytes[32];
	assert_int_equal(dtl_crc32c(0, "", 0), 0);
	assert_int_equal(dtl_crc32c(0, "123456789", 9), 0xe3069283);
	memset(bytes, 0, sizeof(bytes));
	assert_int_equal(dtl_crc32c(0, bytes, sizeof(bytes)), 0x8a9136aa);
	memset(bytes, 0xff, sizeof(bytes));
	assert_int_equal(dtl_crc32c(0, bytes, sizeof(bytes)), 0x62a8ab43);
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	assert_int_equal(dtl_crc32c(0, bytes, sizeof(bytes)), 0x46dd794e);
}

static void goes_on_where_it_stopped(void **state)
{
	(void)state;
	static const char digits[] = "123456789";
	for (size_t cut = 0; cut <= 9; cut++) {
		uint32_t first = dtl_crc32c(0, digits, cut);
		assert_int_equal(dtl_crc32c(first, &digits[cut], 9 - cut), 0xe3069283);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_sums_of_rfc_3720),
		cmocka_unit_test(goes_on_where_it_stopped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
