/*
 * Memory with one store buffer per process (total store order, x86). Spin itself is sequentially consistent, so what a
 * processor does not do at once is spelled out here: a store goes into the buffer of its process, and from there, first in first
 * out and at any later moment, into memory. A load looks into its own process's buffer first (newest entry), then into memory.
 *
 * The including model defines WORDS, OWNERS (processes with a buffer) and DEPTH (entries of a buffer; a full one delays its
 * process until something left it). All entries beyond the filled ones are kept zero, so that equal states compare equal.
 */

byte memory[WORDS];
byte filled[OWNERS];
byte entry_word[OWNERS * DEPTH];
byte entry_value[OWNERS * DEPTH];
hidden byte tso_i;

#define ENTRY(owner, i) ((owner) * DEPTH + (i))

#define ROOM(owner) (filled[owner] < DEPTH)

/* A store; only inside a d_step that waits for ROOM. */
inline issue(owner, word, value) {
    entry_word[ENTRY(owner, filled[owner])] = word;
    entry_value[ENTRY(owner, filled[owner])] = value;
    filled[owner]++
}

inline store(owner, word, value) {
    d_step { ROOM(owner) -> issue(owner, word, value) }
}

inline load(owner, word, into) {
    d_step {
        into = memory[word];
        tso_i = 0;
        do
        :: tso_i < filled[owner] ->
            if
            :: entry_word[ENTRY(owner, tso_i)] == word -> into = entry_value[ENTRY(owner, tso_i)]
            :: else
            fi;
            tso_i++
        :: else -> break
        od
    }
}

/* The oldest store of a process reaches memory; only inside a d_step. */
inline retire_oldest(owner) {
    memory[entry_word[ENTRY(owner, 0)]] = entry_value[ENTRY(owner, 0)];
    filled[owner]--;
    tso_i = 0;
    do
    :: tso_i < filled[owner] ->
        entry_word[ENTRY(owner, tso_i)] = entry_word[ENTRY(owner, tso_i + 1)];
        entry_value[ENTRY(owner, tso_i)] = entry_value[ENTRY(owner, tso_i + 1)];
        tso_i++
    :: else -> break
    od;
    entry_word[ENTRY(owner, filled[owner])] = 0;
    entry_value[ENTRY(owner, filled[owner])] = 0
}

/* All stores of a process reach memory: a full fence, an atomic read-modify-write, a system call; only inside a d_step. */
inline drain(owner) {
    do
    :: filled[owner] > 0 -> retire_oldest(owner)
    :: else -> break
    od
}

/* Any process's oldest store may reach memory at any time. */
active proctype store_buffers() {
    byte owner;
end:
    do
    :: atomic {
        select_filled(owner);
        d_step { retire_oldest(owner); owner = 0 }
    }
    od
}
