# fish completion for rondo, printed by: rondo completion fish

set -g __rondo_value_options @VALUE_OPTIONS@

function __rondo_channels
    set -l directory $RONDO_DIR
    test -n "$directory"; or set directory /dev/shm/rondo-(id -u)
    for file in $directory/*.ring
        string replace -r '^.*/' '' -- $file | string replace -r '\.ring$' ''
    end
end

function __rondo_logs
    set -l directory $RONDO_LOG_DIR
    if test -z "$directory"
        if test (id -u) = 0
            set directory /var/lib/rondo
        else
            set directory ~/.local/state/rondo
            test -n "$XDG_STATE_HOME"; and set directory $XDG_STATE_HOME/rondo
        end
    end
    for log in $directory/*/
        string replace -r '/$' '' -- $log | string replace -r '^.*/' ''
    end
end

# Whether the cursor is at positional parameter $argv[2], from 0, of command $argv[1], or behind it if $argv[3] is given.
function __rondo_at
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test $words[2] = $argv[1]; or return 1
    set -l found 0
    set -l value 0
    for word in $words[3..-1]
        if test $value -eq 1
            set value 0
        else if contains -- $word $__rondo_value_options
            set value 1
        else if not string match -q -- '-*' $word
            set found (math $found + 1)
        end
    end
    test $found -eq $argv[2]; or begin
        test -n "$argv[3]"; and test $found -gt $argv[2]
    end
end

@LINES@
