# tunez.mjs and tunez.wasm: the engine behind embind.

file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/wasm/*.cc")
if(NOT sources)
  return()
endif()

add_executable(tunez_wasm ${sources})
set_target_properties(tunez_wasm PROPERTIES OUTPUT_NAME tunez SUFFIX ".mjs")
target_link_libraries(tunez_wasm PRIVATE tunez tunez_engine_options sqlite3)
target_include_directories(tunez_wasm PRIVATE "${PROJECT_SOURCE_DIR}")
# embind asks for the names of types only to complain about ones that are not bound.
target_compile_definitions(tunez_wasm PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
file(READ "${PROJECT_SOURCE_DIR}/js/package.json" package)
string(JSON version GET "${package}" version)
target_compile_definitions(tunez_wasm PRIVATE TUNEZ_VERSION="${version}")
target_link_options(tunez_wasm PRIVATE
  -fno-exceptions
  -fno-rtti
  -lembind
  --closure=0
  --no-entry
  -sABORTING_MALLOC=0
  -sALLOW_MEMORY_GROWTH
  -sDYNAMIC_EXECUTION=0
  # Node's too, which needs nothing of what it would add: bundlers trip over the modules of Node in it.
  -sENVIRONMENT=web,worker
  -sEXPORTED_RUNTIME_METHODS=HEAPU8
  -sEXPORT_ES6
  -sEXPORT_NAME=createTunez
  -sFILESYSTEM=0
  -sINCOMING_MODULE_JS_API=instantiateWasm
  -sINITIAL_MEMORY=16777216
  -sMAXIMUM_MEMORY=4294967296
  -sMEMORY_GROWTH_GEOMETRIC_STEP=1
  -sMODULARIZE
  -sSTACK_SIZE=1048576
  -sSTRICT)
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_link_options(tunez_wasm PRIVATE -sASSERTIONS=1 -g)
else()
  target_link_options(tunez_wasm PRIVATE -sASSERTIONS=0 -Os -flto)
endif()
