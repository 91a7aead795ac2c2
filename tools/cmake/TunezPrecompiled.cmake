# The standard library's headers, which are most of what a compiler reads here, precompiled.
#
# They lie beside the third-party sources, outside of the tree, under a name made from all that
# they depend on: every tree of this machine uses the same files, and ccache sees the same compiler
# call in each of them.

option(TUNEZ_PRECOMPILE "Precompile the headers of the standard library" ON)

# Sets `result` to the compiler options that make a source use `header` precompiled, if it is
# compiled with the common options, those of C++, and `ARGN`.
function(tunez_precompile result header)
  set(${result} "" PARENT_SCOPE)
  if(NOT TUNEZ_PRECOMPILE OR TUNEZ_COVERAGE OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    return()
  endif()
  set(source "${PROJECT_SOURCE_DIR}/tools/cmake/precompiled/${header}.h")
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  separate_arguments(flags UNIX_COMMAND
    "${CMAKE_CXX23_STANDARD_COMPILE_OPTION} ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}}")
  set(command "${CMAKE_CXX_COMPILER}" ${flags} ${TUNEZ_COMMON_OPTIONS} ${TUNEZ_CXX_OPTIONS} ${ARGN}
    -isystem "${TUNEZ_CATCH2_DIR}" -Xclang -fno-pch-timestamp -x c++-header)

  execute_process(COMMAND "${CMAKE_CXX_COMPILER}" --version OUTPUT_VARIABLE version)
  file(READ "${source}" text)
  string(SHA256 hash "${version}${command}${text}")
  string(SUBSTRING "${hash}" 0 12 hash)
  get_filename_component(cache "${TUNEZ_CATCH2_DIR}/../.." ABSOLUTE)
  set(folder "${cache}/precompiled/${hash}")
  set(precompiled "${folder}/${header}.pch")
  if(NOT EXISTS "${precompiled}")
    message(STATUS "Precompiling ${header}.h")
    # The compiler remembers where the header was, so that must not be this tree. Another build
    # may be at it too: whoever renames last wins, with the same bytes.
    file(COPY "${source}" DESTINATION "${folder}")
    string(RANDOM own)
    execute_process(COMMAND ${command} "${folder}/${header}.h" -o "${precompiled}.${own}"
      RESULT_VARIABLE failed ERROR_VARIABLE why)
    if(failed)
      message(FATAL_ERROR "${header}.h could not be precompiled:\n${why}")
    endif()
    file(RENAME "${precompiled}.${own}" "${precompiled}")
  endif()
  set(${result} -include-pch "${precompiled}" PARENT_SCOPE)
endfunction()
