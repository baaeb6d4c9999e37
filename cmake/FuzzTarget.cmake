# starzero_fuzz_target(NAME): the target fuzz_NAME of targets/NAME.cpp.
#   By default it is linked with the replay main, and ctest replays the crashes and seeds of
#   corpus/NAME (label: replay). With STARZERO_ENGINE it is linked with the fuzzing engine.

function(starzero_fuzz_target name)
  add_executable(fuzz_${name} ${name}.cpp)
  target_link_libraries(fuzz_${name} PRIVATE starzero_target_support starzero_flags)
  set(corpus ${PROJECT_SOURCE_DIR}/corpus/${name})
  if(STARZERO_ZOO)
    target_link_libraries(fuzz_${name} PRIVATE starzero_stand_in)
  endif()
  if(STARZERO_ENGINE)
    # Behind the objects: an engine may be an archive, with or without its main.
    target_link_libraries(fuzz_${name} PRIVATE ${STARZERO_ENGINE_FLAGS})
    return()
  endif()
  target_link_libraries(fuzz_${name} PRIVATE starzero_replay_main)
  if(STARZERO_DEVELOPER AND NOT name MATCHES "^(canary|empty)$")
    add_test(NAME replay.${name} COMMAND fuzz_${name} ${corpus}/crashes ${corpus}/seeds)
    set_tests_properties(replay.${name} PROPERTIES LABELS replay TIMEOUT 120)
  endif()
endfunction()
