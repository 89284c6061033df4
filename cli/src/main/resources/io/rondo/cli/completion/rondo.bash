# bash completion for rondo, printed by: rondo completion bash
declare -gA _rondo_options _rondo_values

_rondo_tables() {
@TABLE@}
_rondo_tables

_rondo_channels() {
  local file
  for file in "${RONDO_DIR:-/dev/shm/rondo-$(id -u)}"/*.ring; do
    [ -e "$file" ] || continue
    file=${file##*/}
    printf '%s\n' "${file%.ring}"
  done
}

_rondo_logs() {
  local directory
  for directory in "${RONDO_LOG_DIR:-$([ "$(id -u)" = 0 ] && echo /var/lib/rondo || echo "${XDG_STATE_HOME:-$HOME/.local/state}/rondo")}"/*/; do
    [ -d "$directory" ] || continue
    directory=${directory%/}
    printf '%s\n' "${directory##*/}"
  done
}

# Candidates for a value of kind $1 that begins with $2.
_rondo_complete() {
  case $1 in
    @TEXT | '') ;;
    @FILE) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$2") ;;
    @CHANNEL) mapfile -t COMPREPLY < <(compgen -W "$(_rondo_channels)" -- "$2") ;;
    @LOG) mapfile -t COMPREPLY < <(compgen -W "$(_rondo_logs)" -- "$2") ;;
    *) mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2") ;;
  esac
}

_rondo() {
  local current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} option= word i=2 position=1
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "@COMMANDS@ --help --version" -- "$current")
    return
  fi
  [ -n "${_rondo_options[$command]-}" ] || return 0
  # "=" is a word of its own.
  while ((i < COMP_CWORD)); do
    word=${COMP_WORDS[i]}
    if [ -n "$option" ]; then
      [ "$word" = = ] || option=
    elif [[ $word == -?* ]]; then
      [ -z "${_rondo_values[$command $word]-}" ] || option=$word
    else
      ((position++))
    fi
    ((i++))
  done
  if [ -n "$option" ]; then
    [ "$current" != = ] || current=
    _rondo_complete "${_rondo_values[$command $option]}" "$current"
  elif [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "${_rondo_options[$command]}" -- "$current")
  else
    _rondo_complete "${_rondo_values[$command $position]-${_rondo_values[$command *]-}}" "$current"
  fi
}

complete -F _rondo rondo ./rondo
