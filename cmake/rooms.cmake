# How a room, a plugin and a test are declared; each lists its sources in its own folder.

# wesel_room(NAME SOURCES a.cpp … LINKS lower rooms and libraries …)
function(wesel_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS" ${ARGN})
  add_library(wesel_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(wesel_${name} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  target_link_libraries(wesel_${name} PUBLIC ${ROOM_LINKS})
endfunction()

# wesel_plugin(NAME SOURCES adapter.cpp …): libwesel_NAME.so, exporting wesel_plugin_v* alone.
function(wesel_plugin name)
  cmake_parse_arguments(PLUGIN "" "" "SOURCES" ${ARGN})
  add_library(wesel_plugin_${name} MODULE ${PLUGIN_SOURCES})
  set_target_properties(wesel_plugin_${name} PROPERTIES
    OUTPUT_NAME wesel_${name}
    LIBRARY_OUTPUT_DIRECTORY ${WESEL_PLUGIN_DIRECTORY}
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS ${PROJECT_SOURCE_DIR}/sdk/cmake/plugin.map)
  target_link_options(wesel_plugin_${name} PRIVATE
    -Wl,--version-script=${PROJECT_SOURCE_DIR}/sdk/cmake/plugin.map -static-libstdc++ -static-libgcc)
  target_link_libraries(wesel_plugin_${name} PRIVATE wesel_sdk)
endfunction()

# wesel_test(NAME SOURCES … LINKS …): one Catch2 program, one ctest. The target `all_tests` builds
# them; a plain build leaves them out.
add_custom_target(all_tests)
function(wesel_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;LINKS;DEPENDS" ${ARGN})
  add_executable(test_${name} EXCLUDE_FROM_ALL ${TEST_SOURCES})
  add_dependencies(all_tests test_${name})
  set_target_properties(test_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(test_${name} PRIVATE
    WESEL_SOURCE_DIR="${PROJECT_SOURCE_DIR}" WESEL_BUILD_DIR="${CMAKE_BINARY_DIR}")
  target_link_libraries(test_${name} PRIVATE wesel_catch ${TEST_LINKS})
  target_precompile_headers(test_${name} REUSE_FROM wesel_test_header)
  if(TEST_DEPENDS)
    add_dependencies(test_${name} ${TEST_DEPENDS})
  endif()
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endfunction()

# Adds the folders that exist: a room may be built before its neighbours.
function(wesel_folders)
  foreach(folder ${ARGN})
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
      add_subdirectory(${folder})
    endif()
  endforeach()
endfunction()
