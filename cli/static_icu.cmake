# The program with libical and ICU in it.
#
# A program that runs for five milliseconds should not spend one and a half of
# them on having the symbols of a C++ library looked up that most commands
# never call. Where the archives are not installed, or do not link, the shared
# libraries stay: --as-needed drops those that have nothing left to resolve.
include(CheckCSourceCompiles)

set(archives "")
foreach(name IN ITEMS ical icui18n icuuc icudata)
  find_library(DATELINE_${name}_ARCHIVE NAMES "lib${name}.a" HINTS ${ICAL_LIBDIR} ${ICU_LIBDIR})
  mark_as_advanced(DATELINE_${name}_ARCHIVE)
  list(APPEND archives "${DATELINE_${name}_ARCHIVE}")
endforeach()
# The compiler's own C++ runtime: the path that it answers is a bare name where it has none.
execute_process(COMMAND "${CMAKE_C_COMPILER}" -print-file-name=libstdc++.a
  OUTPUT_VARIABLE archive OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT IS_ABSOLUTE "${archive}")
  set(archive archive-NOTFOUND)
endif()
list(APPEND archives "${archive}")

if(NOT archives MATCHES "NOTFOUND")
  set(CMAKE_REQUIRED_LIBRARIES ${archives} Threads::Threads m)
  set(CMAKE_REQUIRED_LINK_OPTIONS -static-libgcc)
  check_c_source_compiles("
    void icalcomponent_free(void *component);
    int main(void) { icalcomponent_free(0); return 0; }" DATELINE_STATIC_ICU_LINKS)
  unset(CMAKE_REQUIRED_LIBRARIES)
  unset(CMAKE_REQUIRED_LINK_OPTIONS)
endif()
if(DATELINE_STATIC_ICU_LINKS)
  target_link_libraries(dateline PRIVATE ${archives})
  target_link_options(dateline PRIVATE -static-libgcc)
endif()
