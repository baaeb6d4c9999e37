# find_package(starzero) gives starzero::sip ... starzero::driver to another project, and what links its
# own registrar: starzero::registrar_target, starzero::registrar_properties, starzero::replay_main.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(libraries sip model registrar scenario sut invariants driver)
list(TRANSFORM libraries PREPEND starzero_ OUTPUT_VARIABLE library_targets)
# What a registrar of one's own is linked with; the properties only where they were built.
list(APPEND library_targets starzero_target_support starzero_registrar_target starzero_replay_main)
set(STARZERO_HAS_PROPERTIES OFF)
if(TARGET starzero_registrar_properties)
  list(APPEND library_targets starzero_registrar_properties)
  set(STARZERO_HAS_PROPERTIES ON)
endif()
install(TARGETS ${library_targets} EXPORT starzeroTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(library ${libraries})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/${library} DESTINATION include/starzero
          FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")
endforeach()
if(TARGET starzero_tool)
  install(TARGETS starzero_tool RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(EXPORT starzeroTargets NAMESPACE starzero:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/starzero)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/starzeroConfig.cmake.in
  ${PROJECT_BINARY_DIR}/starzeroConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/starzero)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/starzeroConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/starzeroConfig.cmake
              ${PROJECT_BINARY_DIR}/starzeroConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/starzero)
