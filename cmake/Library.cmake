# starzero_library(NAME [JUDGE] DEPENDS lib... SOURCES file... TESTS file... TEST_DEPENDS lib...)
#   JUDGE: not instrumented with coverage counters for the fuzzing engine.
#   The static library starzero_NAME (alias starzero::NAME) of src/NAME, and, for developers,
#   the unit test NAME-test of the .test.cpp files beside the sources (label: unit).

# Sources include "starzero/<folder>/<file>.hpp" before and after installation.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/include)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/include/starzero SYMBOLIC)

function(starzero_library name)
  cmake_parse_arguments(ARG "JUDGE" "" "DEPENDS;SOURCES;TESTS;TEST_DEPENDS" ${ARGN})
  add_library(starzero_${name} STATIC ${ARG_SOURCES})
  add_library(starzero::${name} ALIAS starzero_${name})
  set_target_properties(starzero_${name} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(starzero_${name} PUBLIC cxx_std_23)
  target_include_directories(starzero_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include> $<INSTALL_INTERFACE:include>)
  list(TRANSFORM ARG_DEPENDS PREPEND starzero_)
  target_link_libraries(starzero_${name} PUBLIC ${ARG_DEPENDS}
                        PRIVATE $<BUILD_INTERFACE:starzero_flags>)
  if(NOT ARG_JUDGE)
    target_compile_options(starzero_${name} PRIVATE ${STARZERO_COUNTERS})
  endif()
  if(STARZERO_DEVELOPER AND ARG_TESTS)
    add_executable(${name}-test ${PROJECT_SOURCE_DIR}/cmake/test_main.cpp ${ARG_TESTS})
    target_compile_definitions(${name}-test PRIVATE BOOST_TEST_DYN_LINK)
    list(TRANSFORM ARG_TEST_DEPENDS PREPEND starzero_)
    target_link_libraries(${name}-test PRIVATE starzero_${name} ${ARG_TEST_DEPENDS} starzero_flags
                          Boost::unit_test_framework)
    add_test(NAME unit.${name} COMMAND ${name}-test --log_level=test_suite)
    set_tests_properties(unit.${name} PROPERTIES LABELS unit TIMEOUT 120)
  endif()
endfunction()
