package io.github.bactrian.daemon.check;

/** Something that must hold for every element of a certain kind, in all files. */
interface Rule {
    void check(Element element);
}
