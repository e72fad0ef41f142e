# Writes the migrations as one C file:
#
#   cmake -D DIRECTORY=migrations -D OUTPUT=migrations.c -P embed.cmake
#
# Bytes, not string literals: C promises only 4095 characters of those, and SQL
# may hold any UTF-8.
cmake_minimum_required(VERSION 3.25)

file(GLOB files RELATIVE "${DIRECTORY}" "${DIRECTORY}/*.sql")
list(SORT files)

set(arrays "")
set(rows "")
set(number 0)
foreach(file IN LISTS files)
  math(EXPR number "${number} + 1")
  string(LENGTH "000${number}" length)
  math(EXPR start "${length} - 4")
  string(SUBSTRING "000${number}" ${start} 4 expected)
  if(NOT file MATCHES "^${expected}_[a-z0-9_]+\\.sql$")
    message(FATAL_ERROR "migrations/${file}: expected the name ${expected}_<what>.sql (numbers follow each other)")
  endif()
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${DIRECTORY}/${file}" bytes HEX)
  if(bytes MATCHES "^(..)*00")
    message(FATAL_ERROR "migrations/${file} holds a NUL byte")
  endif()
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
  string(APPEND arrays "static const unsigned char sql_${number}[] = {\n${bytes}0x00 };\n\n")
  string(APPEND rows "\t{ \"${name}\", sql_${number} },\n")
endforeach()

if(number EQUAL 0)
  message(FATAL_ERROR "no migrations in ${DIRECTORY}")
endif()

file(WRITE "${OUTPUT}.new" "/* Made by migrations/embed.cmake. */
#include \"store/migrations.h\"

${arrays}const dtl_migration dtl_migrations[] = {
${rows}};

const int dtl_migration_count = ${number};
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
