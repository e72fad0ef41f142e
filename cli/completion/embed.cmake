# dateline.bash, dateline.zsh and dateline.fish as text of C: cmake -D DIRECTORY=… -D OUTPUT=… -P embed.cmake
set(code "/* Generated from cli/completion/. */\n#include \"completion.h\"\n")
foreach(name IN ITEMS bash zsh fish)
  file(READ "${DIRECTORY}/dateline.${name}" bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND code "const unsigned char completion_${name}[] = {\n${bytes}0};\n")
endforeach()
file(WRITE "${OUTPUT}" "${code}")
