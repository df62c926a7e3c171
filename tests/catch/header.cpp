// Nothing: a precompiled header needs a source file to belong to (see CMakeLists.txt).
