package io.github.bactrian.daemon.check;

/** Something that must hold wherever a message comes along. */
interface WayRule {
    void at(Visit visit);
}
