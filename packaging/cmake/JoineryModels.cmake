# SPDX-License-Identifier: MPL-2.0
# joinery_add_models(): a program that migrates from models in C++.

# The structs that a header declares mapping<> for, spelled as the program in namespace joinery below needs them.
function(_joinery_models_of header result)
    file(READ "${header}" text)
    string(REGEX REPLACE "//[^\n]*" "" text "${text}")
    string(REGEX REPLACE "/[*]([^*]|[*]+[^*/])*[*]+/" "" text "${text}")
    string(REGEX MATCHALL "template[ \t\r\n]*<[ \t\r\n]*>[A-Za-z_: \t\r\n]*[ :\t\r\n]mapping[ \t\r\n]*<[A-Za-z0-9_: \t\r\n]+>" found "${text}")
    set(models "")
    foreach(declared IN LISTS found)
        string(REGEX REPLACE ".*mapping[ \t\r\n]*<" "" model "${declared}")
        string(REGEX REPLACE "[> \t\r\n]" "" model "${model}")
        # Outside of namespace joinery a name is not looked up there.
        if(declared MATCHES "joinery[ \t\r\n]*::[ \t\r\n]*mapping" AND NOT model MATCHES "^::")
            string(PREPEND model "::")
        endif()
        list(APPEND models "${model}")
    endforeach()
    set(${result} "${models}" PARENT_SCOPE)
endfunction()

# joinery_add_models(TARGET HEADERS hero.h team.h ... [SOURCES more.cpp ...] [LINK library ...])
#
# Makes the program TARGET with the verbs of `joinery`: TARGET init, TARGET db init, TARGET db makemigrations, ...
# Its models are all structs that the headers declare mapping<> for, whether or not anything refers to them. When a
# header changes, the next build looks again. SOURCES are compiled into it, LINK is what they and the headers need.
function(joinery_add_models target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;SOURCES;LINK")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_HEADERS)
        message(FATAL_ERROR "joinery_add_models(${target}): name the headers of the models after HEADERS")
    endif()
    set(includes "")
    set(models "")
    foreach(header IN LISTS arg_HEADERS)
        get_filename_component(path "${header}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
        if(NOT EXISTS "${path}")
            message(FATAL_ERROR "joinery_add_models(${target}): there is no header ${path}")
        endif()
        _joinery_models_of("${path}" found)
        list(APPEND models ${found})
        string(APPEND includes "#include \"${path}\"\n")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    endforeach()
    list(REMOVE_DUPLICATES models)
    if(NOT models)
        message(FATAL_ERROR "joinery_add_models(${target}): none of the headers declares a model; one looks like\n"
            "  template <> inline constexpr auto joinery::mapping<Hero> = joinery::model<Hero>(\"hero\", ...);")
    endif()
    list(JOIN models ", " listed)
    set(source "${CMAKE_CURRENT_BINARY_DIR}/${target}_models.cpp")
    file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT [[// Written by joinery_add_models().
@includes@
#include <joinery/commands.h>
#include <joinery/mapping/mapping.h>

namespace joinery {
static MetaData declaredModels()
{
    return metaDataOf<@listed@>();
}
} // namespace joinery

int main(int argc, char *argv[])
{
    return joinery::runCommands(argc, argv, joinery::declaredModels());
}
]])
    add_executable("${target}" "${source}" ${arg_SOURCES})
    target_link_libraries("${target}" PRIVATE Joinery::commands ${arg_LINK})
endfunction()
