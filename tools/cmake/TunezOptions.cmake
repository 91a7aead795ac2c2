# Compiler flags by what is compiled: everything of ours, the engine, and its tests.

option(TUNEZ_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
option(TUNEZ_VARIABLES "Sanitized, let a debugger show variables, and not only lines" OFF)
option(TUNEZ_COVERAGE "Record which lines and branches run" OFF)

# A clone of a tree that was built on this machine before compiles nothing twice. Paths below the
# tree are taken relative to it, so that it may stand anywhere. Emscripten calls ccache itself, on
# the Clang inside it.
find_program(TUNEZ_CCACHE ccache NO_CMAKE_FIND_ROOT_PATH)
if(TUNEZ_CCACHE)
  # Without the sloppiness, ccache does not serve sources that use a precompiled header.
  set(launcher "${CMAKE_COMMAND};-E;env;CCACHE_NOHASHDIR=1;CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}")
  list(APPEND launcher "CCACHE_SLOPPINESS=pch_defines,time_macros")
  if(EMSCRIPTEN)
    list(APPEND launcher "EM_COMPILER_WRAPPER=${TUNEZ_CCACHE}")
  else()
    list(APPEND launcher "${TUNEZ_CCACHE}")
  endif()
  foreach(language C CXX)
    set(CMAKE_${language}_COMPILER_LAUNCHER "${launcher}")
  endforeach()
endif()

add_library(tunez_options INTERFACE)
target_compile_options(tunez_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
target_include_directories(tunez_options INTERFACE "${PROJECT_SOURCE_DIR}/core")

# The engine neither throws nor asks for a type at run time. Catch2 does both, so tests may.
add_library(tunez_engine_options INTERFACE)
target_link_libraries(tunez_engine_options INTERFACE tunez_options)
target_compile_options(tunez_engine_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti>)

if(EMSCRIPTEN AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  # Across folders too. SQLite is one file already, and gains nothing.
  target_compile_options(tunez_engine_options INTERFACE -flto)
endif()

set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# For all that is compiled, and for all C++.
set(TUNEZ_COMMON_OPTIONS)
set(TUNEZ_CXX_OPTIONS)
if(EMSCRIPTEN)
  # What is downloaded counts as much as how fast it is then.
  set(CMAKE_CXX_FLAGS_RELEASE "-Os -DNDEBUG")
  # Copies of pages are what a write consists of: leave them to the engine's own memory.copy.
  list(APPEND TUNEZ_COMMON_OPTIONS -mbulk-memory)
  add_link_options(-mbulk-memory)
else()
  # The library that Emscripten has too, so that both hosts run the same code.
  list(APPEND TUNEZ_CXX_OPTIONS -stdlib=libc++)
  add_link_options(-stdlib=libc++ -fuse-ld=lld)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  list(APPEND TUNEZ_COMMON_OPTIONS
    -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_EXTENSIVE)
endif()
if(TUNEZ_SANITIZE)
  list(APPEND TUNEZ_COMMON_OPTIONS
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # Where a pointer is null, or leads beyond its object, the address sanitizer says so as well. To
  # ask twice, and to describe variables, would be a third of what the engine takes to compile.
  list(APPEND TUNEZ_COMMON_OPTIONS -fno-sanitize=null,object-size)
  if(NOT TUNEZ_VARIABLES)
    list(APPEND TUNEZ_COMMON_OPTIONS -gline-tables-only)
  endif()
  add_link_options(-fsanitize=address,undefined)
endif()
add_compile_options(${TUNEZ_COMMON_OPTIONS} "$<$<COMPILE_LANGUAGE:CXX>:${TUNEZ_CXX_OPTIONS}>")

if(TUNEZ_COVERAGE)
  target_compile_options(tunez_engine_options INTERFACE
    -fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate)
endif()
