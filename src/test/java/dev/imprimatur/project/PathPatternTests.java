package dev.imprimatur.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTests {

    @ParameterizedTest
    @CsvSource({
        "/upload/{project}/**,    /upload/sample/1.0/sample.tar.gz, sample",
        "/upload/{project}/**,    /upload/sample/,                  sample",
        "/upload/{project}/**,    /upload/sample,                   sample",
        "/{project},              /sample,                          sample",
        "/{project},              /@scope%2fname,                   @scope/name",
        "/*/{project}/*,          /any/s%61mple/file,               sample",
        "/*/{project}/*,          /any/sample/file,                 sample",
        "/{project}/**,           /sample/a//b,                     sample",
        "/{project}/**,           /sample/a..b/...,                 sample",
    })
    void findsTheProject(String pattern, String path, String project) {
        assertThat(PathPattern.of(pattern).orElseThrow().project(path)).hasValue(project);
    }

    @ParameterizedTest
    @CsvSource({
        "/upload/{project}/**,  /download/sample/x",
        "/upload/{project}/**,  /upload/",
        "/upload/{project}/**,  /upload",
        "/upload/{project}/**,  /Upload/sample/x",
        "/upload/{project}/**,  /upload//x",
        "/upload/{project}/**,  //upload/sample/x",
        "/{project},            /sample/",
        "/{project},            /sample/x",
        "/{project},            sample",
        "/{project},            ''",
        "/*/{project}/*,        //sample/file",
        "/*/{project}/*,        /any/sample/",
        "/*/{project}/*,        /a%2fb/sample/file",
        "/{project},            /%zz",
        "/*/{project}/*,        /any/sample/file/more",
    })
    void aPathThatDoesNotFitHasNone(String pattern, String path) {
        assertThat(PathPattern.of(pattern).orElseThrow().project(path)).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("Hazard 3: a path that a server behind us may take for another one has no project")
    @ValueSource(
            strings = {
                "/upload/mine/../theirs/x",
                "/upload/mine/..",
                "/upload/mine/./x",
                "/upload/mine/%2e%2e/theirs/x",
                "/upload/mine/%2E./theirs/x",
                "/upload/mine/%252e%252e/theirs/x",
                "/upload/mine/..%2ftheirs/x",
                "/upload/mine/x%2F..%2F..%2Ftheirs",
                "/upload/mine/x%252F..%252F..%252Ftheirs",
                "/upload/mine/..\\theirs",
                "/upload/mine/x%5c..%5C..%5ctheirs",
                "/upload/mine/..;/theirs/x",
                "/upload/mine/..;a=b/theirs/x",
                "/upload/mine/..%3b/theirs/x",
                "/upload/../upload/mine/x",
                "/upload/mine%2f..%2ftheirs/x",
            })
    void tricksWithDotsAreRefused(String path) {
        assertThat(PathPattern.of("/upload/{project}/**").orElseThrow().project(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/upload",
                "upload/{project}",
                "/{project}/{project}",
                "/x-{project}",
                "/**/{project}",
                "/{Project}"
            })
    void aPatternThatDoesNotSayWhereTheProjectIsIsNone(String pattern) {
        assertThat(PathPattern.of(pattern)).isEmpty();
    }
}
