# cmake -D LIBRARY=libwesel_x.so -P check_exports.cmake: a plugin exports wesel_plugin_v1 and nothing
# else, and needs nothing but the C library, for it is loaded where there is nothing else.
execute_process(COMMAND nm -D --defined-only ${LIBRARY}
                OUTPUT_VARIABLE symbols OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(NOT symbols MATCHES "^[0-9a-f]+ T wesel_plugin_v1$")
  message(FATAL_ERROR "${LIBRARY} exports:\n${symbols}")
endif()

execute_process(COMMAND readelf -d ${LIBRARY}
                OUTPUT_VARIABLE dynamic COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "NEEDED[^\n]*\\[[^]]*" needed "${dynamic}")
foreach(entry ${needed})
  string(REGEX REPLACE ".*\\[" "" library "${entry}")
  if(NOT library MATCHES "^(libc|libm|ld-linux-[a-z0-9-]*)\\.so\\.[0-9]+$")
    message(FATAL_ERROR "${LIBRARY} needs ${library}")
  endif()
endforeach()
