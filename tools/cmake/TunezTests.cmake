# Tests of the engine. Natively, one program per folder of tests/core; as WebAssembly, one for all.

# tests/support compiled once. What defines the music domain needs the whole engine, and stands
# apart so that the tests of base/ build while a folder above it does not.
file(GLOB support CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/support/*.cc")
# Regular expressions, and the system under SQLite, are those of the host.
if(EMSCRIPTEN)
  list(FILTER support EXCLUDE REGEX "/native_[^/]*$")
else()
  list(FILTER support EXCLUDE REGEX "/wasm_[^/]*$")
endif()
set(music ${support})
list(FILTER support EXCLUDE REGEX "/music[^/]*$")
list(FILTER music INCLUDE REGEX "/music[^/]*$")

add_library(test_options INTERFACE)
target_link_libraries(test_options INTERFACE tunez_options nlohmann_json catch2)
target_include_directories(test_options INTERFACE
  "${PROJECT_SOURCE_DIR}/tests" "${TUNEZ_SQLITE_DIR}")
if(TUNEZ_SANITIZE)
  # It compares type information, which the engine is compiled without.
  target_compile_options(test_options INTERFACE -fno-sanitize=vptr)
endif()
set(test_flags)
if(EMSCRIPTEN)
  set(test_flags -fwasm-exceptions)
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    # To optimise them more would take longer than they run.
    list(APPEND test_flags -O1)
    target_compile_options(test_options INTERFACE -O1)
  endif()
elseif(TUNEZ_SANITIZE)
  set(test_flags -fno-sanitize=vptr)
endif()
tunez_precompile(tests_precompiled tests ${test_flags})
target_compile_options(test_options INTERFACE ${tests_precompiled})
if(TUNEZ_COVERAGE)
  # Of an inline function of the engine the linker takes the copy of a test, which has to count too.
  target_compile_options(test_options INTERFACE -fprofile-instr-generate)
endif()
if(NOT EMSCRIPTEN)
  # Stands in for JavaScript's RegExp, which the WebAssembly host has.
  find_library(PCRE2 pcre2-8 REQUIRED)
  target_link_libraries(test_options INTERFACE "${PCRE2}")
  target_compile_definitions(test_options INTERFACE PCRE2_CODE_UNIT_WIDTH=8)
endif()

set(support_libraries)
foreach(part support music)
  if(${part})
    add_library(test_${part} STATIC EXCLUDE_FROM_ALL ${${part}})
    target_link_libraries(test_${part} PUBLIC test_options)
    list(PREPEND support_libraries test_${part})
  endif()
endforeach()

set(all_tests)
set(whole_engine FALSE)
foreach(layer IN LISTS TUNEZ_LAYERS)
  # From here on, tests arrange through the music domain.
  if(layer STREQUAL "validation")
    set(whole_engine TRUE)
  endif()
  tunez_layer_name("${layer}" name)
  tunez_layer_sources("${layer}" "${PROJECT_SOURCE_DIR}/tests/core" sources)
  tunez_batches(sources test_${name} "${PROJECT_SOURCE_DIR}/tests" ${sources})
  list(APPEND all_tests ${sources})
  if(NOT sources OR EMSCRIPTEN)
    continue()
  endif()
  add_executable(test_${name} ${sources})
  if(whole_engine)
    target_link_libraries(test_${name} PRIVATE ${support_libraries} tunez)
  else()
    if(TARGET test_support)
      target_link_libraries(test_${name} PRIVATE test_support)
    endif()
    target_link_libraries(test_${name} PRIVATE tunez_${name})
  endif()
  target_link_libraries(test_${name} PRIVATE test_options)
  add_test(NAME ${name} COMMAND test_${name} --colour-mode none)
endforeach()

if(EMSCRIPTEN AND all_tests)
  add_executable(core_tests ${all_tests})
  set_target_properties(core_tests PROPERTIES SUFFIX ".cjs")
  target_link_libraries(core_tests PRIVATE ${support_libraries} tunez test_options)
  target_link_options(core_tests PRIVATE
    -O1 -sENVIRONMENT=node -sNODERAWFS=0 -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1048576
    -sEXIT_RUNTIME)
  # It has one thread, and the tests do not know each other.
  foreach(shard RANGE 11)
    add_test(NAME core_tests_${shard} COMMAND "${CMAKE_CROSSCOMPILING_EMULATOR}"
      "$<TARGET_FILE:core_tests>" --colour-mode none --shard-count 12 --shard-index ${shard})
  endforeach()
endif()
