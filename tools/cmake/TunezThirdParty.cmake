# SQLite, nlohmann_json and Catch2, from where setup has put them. Their warnings are not ours.

set(found "${PROJECT_SOURCE_DIR}/build/third_party.cmake")
if(NOT EXISTS "${found}")
  message(FATAL_ERROR "Run `node tools/setup.mjs` first: it fetches what this build needs.")
endif()
include("${found}")

add_library(sqlite3 STATIC "${TUNEZ_SQLITE_DIR}/sqlite3.c")
target_include_directories(sqlite3 SYSTEM PUBLIC "${TUNEZ_SQLITE_DIR}")
# Unoptimised and sanitized, SQLite would be most of the time that the tests take.
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_options(sqlite3 PRIVATE -O1)
elseif(EMSCRIPTEN)
  # A quarter smaller to download than -O2 and as fast but for lists; -Oz would halve writes.
  target_compile_options(sqlite3 PRIVATE -Os)
else()
  target_compile_options(sqlite3 PRIVATE -O2)
endif()
target_compile_options(sqlite3 PRIVATE -w)
if(TUNEZ_SANITIZE)
  # Where it is told to touch memory is ours, how it calculates is not, and would be as much again to
  # compile.
  target_compile_options(sqlite3 PRIVATE -fno-sanitize=undefined)
endif()
target_compile_definitions(sqlite3 PUBLIC
  SQLITE_DEFAULT_FOREIGN_KEYS=1
  SQLITE_DEFAULT_MEMSTATUS=0
  SQLITE_DEFAULT_WAL_SYNCHRONOUS=2
  SQLITE_DQS=0
  SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_MAX_EXPR_DEPTH=1000
  SQLITE_MAX_MMAP_SIZE=0
  SQLITE_OMIT_AUTOINIT
  SQLITE_OMIT_COMPLETE
  SQLITE_OMIT_DECLTYPE
  SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_LOAD_EXTENSION
  SQLITE_OMIT_GET_TABLE
  SQLITE_OMIT_SHARED_CACHE
  SQLITE_OMIT_TCL_VARIABLE
  SQLITE_OMIT_UTF16
  SQLITE_STRICT_SUBTYPE=1
  SQLITE_TEMP_STORE=3
  SQLITE_THREADSAFE=0
  SQLITE_USE_ALLOCA)
if(EMSCRIPTEN)
  # No operating system: sqlite3_os_init and the file system under SQLite are ours.
  target_compile_definitions(sqlite3 PUBLIC SQLITE_OS_OTHER=1)
else()
  target_link_libraries(sqlite3 PUBLIC m)
endif()

# Full-text search is a part of the one source of SQLite. It is compiled by itself, for size: what
# it does in a read is to look into an index.
set(fts5 "${PROJECT_BINARY_DIR}/fts5.c")
if(NOT EXISTS "${fts5}" OR "${TUNEZ_SQLITE_DIR}/sqlite3.c" IS_NEWER_THAN "${fts5}")
  file(READ "${TUNEZ_SQLITE_DIR}/sqlite3.c" source)
  string(FIND "${source}" "/************** Begin file fts5.c" begin)
  string(FIND "${source}" "/************** End of fts5.c" end)
  if(begin EQUAL -1 OR end EQUAL -1)
    message(FATAL_ERROR "sqlite3.c holds no fts5.c")
  endif()
  math(EXPR length "${end} - ${begin}")
  string(SUBSTRING "${source}" ${begin} ${length} source)
  file(WRITE "${fts5}" "#define NDEBUG 1\n#include <assert.h>\n#include <limits.h>\n#include <stdlib.h>\n"
    "#include <string.h>\n#include \"sqlite3.h\"\n" "${source}")
endif()
target_sources(sqlite3 PRIVATE "${fts5}")
set_source_files_properties("${fts5}" PROPERTIES COMPILE_DEFINITIONS
  "SQLITE_CORE;SQLITE_ENABLE_FTS5;SQLITE_EXTENSION_INIT1=;SQLITE_PRIVATE=")
if(EMSCRIPTEN)
  set_source_files_properties("${fts5}" PROPERTIES COMPILE_OPTIONS -Oz)
endif()

add_library(nlohmann_json INTERFACE)
target_include_directories(nlohmann_json SYSTEM INTERFACE "${TUNEZ_NLOHMANN_JSON_DIR}")
# Also where tests allow exceptions: one program must not hold two versions of one inline function.
target_compile_definitions(nlohmann_json INTERFACE JSON_NOEXCEPTION)

add_library(catch2 STATIC EXCLUDE_FROM_ALL "${TUNEZ_CATCH2_DIR}/catch_amalgamated.cpp")
target_include_directories(catch2 SYSTEM PUBLIC "${TUNEZ_CATCH2_DIR}")
target_compile_options(catch2 PRIVATE -w $<$<CONFIG:Debug>:-g1> $<$<CONFIG:Release>:-O1>)
if(TUNEZ_SANITIZE)
  target_compile_options(catch2 PRIVATE -fno-sanitize=undefined)
endif()
if(EMSCRIPTEN)
  target_compile_options(catch2 PUBLIC -fwasm-exceptions)
  target_link_options(catch2 PUBLIC -fwasm-exceptions)
endif()
