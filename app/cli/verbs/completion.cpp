// SPDX-License-Identifier: MPL-2.0
// Shell completion, written from the command line's own description.
#include "app/cli/verbs/verb.h"

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

/// The words that may follow a verb: "" for the program, "db", "db migrate".
using Words = QMap<QString, QStringList>;

QStringList optionsOf(const CLI::App &app)
{
    QStringList words;
    for (const CLI::Option *option : app.get_options()) {
        for (const std::string &name : option->get_lnames())
            words.append(u"--"_s + QString::fromStdString(name));
    }
    return words;
}

void collect(const CLI::App &app, const QString &path, const QStringList &inherited, Words &words)
{
    QStringList here = inherited + optionsOf(app);
    for (const CLI::App *sub : app.get_subcommands({})) {
        const QString name = QString::fromStdString(sub->get_name());
        here.append(name);
        collect(*sub, path.isEmpty() ? name : path + u' ' + name,
            path.isEmpty() ? optionsOf(app) : inherited, words);
    }
    here.removeDuplicates();
    words.insert(path, here);
}

QString bashScript(const Words &words)
{
    QString cases;
    for (auto it = words.begin(); it != words.end(); ++it)
        cases += u"        \"%1\") candidates=\"%2\" ;;\n"_s.arg(it.key(), it.value().join(u' '));
    return u"# bash completion for joinery: eval \"$(joinery completion bash)\"\n"
           "_joinery() {\n"
           "    local word=\"${COMP_WORDS[COMP_CWORD]}\" verb=\"\" candidates=\"\" i\n"
           "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "        case \"${COMP_WORDS[i]}\" in -*) continue ;; esac\n"
           "        case \"$verb\" in \"\") verb=\"${COMP_WORDS[i]}\" ;; db) verb=\"db "
           "${COMP_WORDS[i]}\" ;; esac\n"
           "    done\n"
           "    case \"$verb\" in\n%1    esac\n"
           "    mapfile -t COMPREPLY < <(compgen -W \"$candidates\" -- \"$word\")\n"
           "    [ ${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
           "}\n"
           "complete -o filenames -F _joinery joinery\n"_s.arg(cases);
}

QString zshScript(const Words &words)
{
    return u"#compdef joinery\n# zsh completion for joinery: source <(joinery completion zsh)\n"
           "autoload -U +X bashcompinit && bashcompinit\n"_s
        + bashScript(words);
}

QString fishScript(const Words &words)
{
    QString script = u"# fish completion for joinery: joinery completion fish | source\n"_s;
    for (auto it = words.begin(); it != words.end(); ++it) {
        const QStringList path = it.key().split(u' ', Qt::SkipEmptyParts);
        QString condition = path.isEmpty() ? u"__fish_use_subcommand"_s
                                           : u"__fish_seen_subcommand_from %1"_s.arg(path.last());
        script += u"complete -c joinery -n '%1' -a '%2'\n"_s.arg(condition, it.value().join(u' '));
    }
    return script;
}

int runCompletion(Cli &cli, const std::string &shell)
{
    Words words;
    collect(*cli.app, {}, {}, words);
    cli.terminal.put(shell == "fish" ? fishScript(words)
            : shell == "zsh"         ? zshScript(words)
                                     : bashScript(words));
    return exitstatus::done;
}

} // namespace

void addCompletion(CLI::App &parent, Cli &cli)
{
    auto shell = std::make_shared<std::string>();
    CLI::App *verb = parent.add_subcommand("completion", "Print a completion script for a shell");
    verb->add_option("SHELL", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    verb->callback([&cli, shell] {
        cli.terminal.dataOnStdout = true;
        cli.action = [&cli, shell] { return runCompletion(cli, *shell); };
    });
}

} // namespace joinery::cli
