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

add_library(nlohmann_json INTERFACE)
target_include_directories(nlohmann_json SYSTEM INTERFACE "${TUNEZ_NLOHMANN_JSON_DIR}")
# Also where tests allow exceptions: one program must not hold two versions of one inline function.
target_compile_definitions(nlohmann_json INTERFACE JSON_NOEXCEPTION)

add_library(catch2 STATIC EXCLUDE_FROM_ALL "${TUNEZ_CATCH2_DIR}/catch_amalgamated.cpp")
target_include_directories(catch2 SYSTEM PUBLIC "${TUNEZ_CATCH2_DIR}")
target_compile_options(catch2 PRIVATE -w)
if(EMSCRIPTEN)
  target_compile_options(catch2 PUBLIC -fwasm-exceptions)
  target_link_options(catch2 PUBLIC -fwasm-exceptions)
endif()
