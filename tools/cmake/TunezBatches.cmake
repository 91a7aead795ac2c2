# Sources are compiled in batches: one source that includes up to sixteen of them, so that what they
# all include is read, and what they all use is compiled, once. That is less than half of the work.
#
# What a file keeps to itself has to have a name that its layer has once. (With TUNEZ_BATCHES off all are
# compiled one by one, which finds a missing #include of ours, too.)

option(TUNEZ_BATCHES "Compile sources in batches" ON)

# Sets `result` to what stands for `ARGN`, sources that lie below `folder` (which has to be a folder
# for includes) and are compiled alike. `name` tells the batches of one target from the others'.
function(tunez_batches result name folder)
  if(NOT TUNEZ_BATCHES)
    set(${result} ${ARGN} PARENT_SCOPE)
    return()
  endif()
  set(compiled)
  set(batch)
  set(number 0)
  set(sources ${ARGN})
  list(LENGTH sources left)
  foreach(source IN LISTS sources)
    math(EXPR left "${left} - 1")
    file(RELATIVE_PATH path "${folder}" "${source}")
    string(APPEND batch "#include \"${path}\"\n")
    string(REGEX MATCHALL "\n" lines "${batch}")
    list(LENGTH lines size)
    if(size EQUAL 16 OR left EQUAL 0)
      set(file "${PROJECT_BINARY_DIR}/batches/${name}_${number}.cc")
      file(CONFIGURE OUTPUT "${file}" CONTENT "${batch}" @ONLY)
      list(APPEND compiled "${file}")
      set(batch)
      math(EXPR number "${number} + 1")
    endif()
  endforeach()
  set(${result} "${compiled}" PARENT_SCOPE)
endfunction()
