#compdef rondo
# zsh completion for rondo, printed by: rondo completion zsh

_rondo_channels() {
  local -a channels
  channels=(${RONDO_DIR:-/dev/shm/rondo-$(id -u)}/*.ring(N:t:r))
  compadd -a channels
}

_rondo_logs() {
  local -a logs
  local directory=${RONDO_LOG_DIR:-${XDG_STATE_HOME:-$HOME/.local/state}/rondo}
  ((UID)) || directory=${RONDO_LOG_DIR:-/var/lib/rondo}
  logs=($directory/*(N/:t))
  compadd -a logs
}

_rondo() {
  local -a commands
  if ((CURRENT == 2)); then
    commands=(@COMMANDS@)
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
@CASES@  esac
}

compdef _rondo rondo
