# SPDX-License-Identifier: MPL-2.0
# What `cmake --install` puts where: programs, library with its CMake package, headers, desktop file, icon, man page.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS joinery joinery-commands EXPORT JoineryTargets
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY core/ DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/joinery" FILES_MATCHING PATTERN "*.h")
install(FILES app/cli/commands.h DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/joinery")

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/Joinery")
install(EXPORT JoineryTargets NAMESPACE Joinery:: DESTINATION "${package_folder}")
configure_package_config_file(packaging/cmake/JoineryConfig.cmake.in "${CMAKE_BINARY_DIR}/JoineryConfig.cmake"
    INSTALL_DESTINATION "${package_folder}")
write_basic_package_version_file("${CMAKE_BINARY_DIR}/JoineryConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_BINARY_DIR}/JoineryConfig.cmake" "${CMAKE_BINARY_DIR}/JoineryConfigVersion.cmake"
    packaging/cmake/JoineryModels.cmake
    DESTINATION "${package_folder}")

# The program writes its own completion scripts; the names are those that each shell looks for.
foreach(script bash:joinery:bash-completion/completions zsh:_joinery:zsh/site-functions fish:joinery.fish:fish/vendor_completions.d)
    string(REPLACE ":" ";" parts "${script}")
    list(GET parts 0 shell)
    list(GET parts 1 name)
    list(GET parts 2 folder)
    set(file "${CMAKE_BINARY_DIR}/completion/${shell}/${name}")
    add_custom_command(OUTPUT "${file}"
        COMMAND "${CMAKE_COMMAND}" -E make_directory "${CMAKE_BINARY_DIR}/completion/${shell}"
        COMMAND joinery-cli completion ${shell} > "${file}"
        DEPENDS joinery-cli VERBATIM)
    list(APPEND completions "${file}")
    install(FILES "${file}" DESTINATION "${CMAKE_INSTALL_DATADIR}/${folder}")
endforeach()
add_custom_target(completion ALL DEPENDS ${completions})

install(FILES packaging/joinery.1 DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES README.md CHANGELOG.md LICENSE.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY LICENSES DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY resources/sample DESTINATION "${CMAKE_INSTALL_DATADIR}/joinery" PATTERN "*.db" EXCLUDE)
if(JOINERY_BUILD_WORKBENCH)
    install(FILES packaging/joinery.desktop DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    install(FILES resources/icons/joinery.svg DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
endif()
