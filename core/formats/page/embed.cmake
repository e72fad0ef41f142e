# page.css and page.js as text of C: cmake -D DIRECTORY=… -D OUTPUT=… -P embed.cmake
set(code "/* Generated from core/formats/page/. */\n#include \"formats/page.h\"\n")
foreach(name IN ITEMS css js)
  file(READ "${DIRECTORY}/page.${name}" bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND code "const char dtl_page_${name}[] = {\n${bytes}0};\n")
endforeach()
file(WRITE "${OUTPUT}" "${code}")
