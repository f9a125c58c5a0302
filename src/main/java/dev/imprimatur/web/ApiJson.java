package dev.imprimatur.web;

import dev.imprimatur.StorableText;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * JSON without leniency: a member twice, content behind the end, a number for a text, an unknown
 * member or text that cannot be stored is refused, not mended. Members are in snake_case.
 */
@Configuration(proxyBeanMethods = false)
class ApiJson {

    private static final int DEEPEST = 64;

    @Bean
    JsonFactoryBuilderCustomizer strictFactory() {
        return ApiJson::constrain;
    }

    @Bean
    JsonMapperBuilderCustomizer strictMapper() {
        return ApiJson::tighten;
    }

    /** The same mapper where there is no application context. */
    static JsonMapper mapper() {
        JsonFactoryBuilder factory = JsonFactory.builder();
        constrain(factory);
        JsonMapper.Builder mapper = JsonMapper.builder(factory.build());
        tighten(mapper);
        return mapper.build();
    }

    private static void constrain(JsonFactoryBuilder factory) {
        factory.streamReadConstraints(
                StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(BodyCapFilter.CAP)
                        .build());
    }

    private static void tighten(JsonMapper.Builder mapper) {
        mapper.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        coercion ->
                                coercion.setCoercion(
                                                CoercionInputShape.Integer, CoercionAction.Fail)
                                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                        .setCoercion(
                                                CoercionInputShape.Boolean, CoercionAction.Fail))
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .addModule(
                        new SimpleModule("storable-text")
                                .addDeserializer(String.class, new StorableTextDeserializer()));
    }

    private static final class StorableTextDeserializer extends StringDeserializer {

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            String text = super.deserialize(parser, context);
            return text == null || StorableText.is(text)
                    ? text
                    : context.reportInputMismatch(this, "A text that cannot be stored");
        }
    }
}
