# The countries and areas of ISO 3166-1: a program that is made and run while
# building writes them as C. Included by the top CMakeLists.txt.
find_file(DATELINE_ISO_3166 iso_3166-1.json
  PATHS /usr/share/iso-codes/json /usr/local/share/iso-codes/json
  DOC "iso_3166-1.json of the package iso-codes"
  REQUIRED)

file(GLOB countries_base CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/core/base/*.c")
add_executable(generate_countries core/model/countries/generate.c ${countries_base})
target_include_directories(generate_countries PRIVATE core core/include)
target_link_libraries(generate_countries PRIVATE dateline_flags PkgConfig::CJSON PkgConfig::ICU m)

add_custom_command(
  OUTPUT "${generated_dir}/countries.c"
  COMMAND generate_countries "${DATELINE_ISO_3166}" "${generated_dir}/countries.c"
  DEPENDS generate_countries "${DATELINE_ISO_3166}"
  COMMENT "Writing the countries and areas of ISO 3166-1"
  VERBATIM)
list(APPEND generated "${generated_dir}/countries.c")
