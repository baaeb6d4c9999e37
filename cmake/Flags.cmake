# starzero_flags: warnings and instrumentation, as an interface target that every target of the
# tree links privately. Nothing here reaches a consumer of the installed libraries.

add_library(starzero_flags INTERFACE)

target_compile_options(starzero_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
  -Wno-missing-field-initializers)

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # Designated initialisers leave the rest at its default on purpose.
  target_compile_options(starzero_flags INTERFACE
    $<$<VERSION_GREATER_EQUAL:${CMAKE_CXX_COMPILER_VERSION},18>:-Wno-missing-designated-field-initializers>)
endif()

if(STARZERO_SANITIZE)
  target_compile_options(starzero_flags INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # An empty optional or expected is no memory fault, so no sanitizer sees that it was read.
  target_compile_definitions(starzero_flags INTERFACE _GLIBCXX_ASSERTIONS)
  target_link_options(starzero_flags INTERFACE -fsanitize=address,undefined)
  if(STARZERO_ENGINE)
    # Checks at every member access that AddressSanitizer makes too: they double the counters and
    # the time. The dev preset has them all, and replays what is found here.
    target_compile_options(starzero_flags INTERFACE
      -fno-sanitize=null,alignment,pointer-overflow,object-size,vptr)
  endif()
endif()

# What is tested gets the counters; the judge does not, or the engine would fuzz the judge (and every
# counter costs time after every run).
if(NOT STARZERO_ENGINE OR STARZERO_ZOO)
  set(STARZERO_COUNTERS "")
endif()

if(STARZERO_COVERAGE)
  target_compile_options(starzero_flags INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(starzero_flags INTERFACE -fprofile-instr-generate)
endif()
