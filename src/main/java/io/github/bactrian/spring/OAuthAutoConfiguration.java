package io.github.bactrian.spring;

import io.github.bactrian.embed.ProfileProperties;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Found by Spring Boot. Camel installs the profiles itself; this tells it their properties. */
@AutoConfiguration
@ConditionalOnClass(CamelContext.class)
final class OAuthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ProfileProperties oauthProfileProperties(Environment environment) {
        return new SpringProperties(environment);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("oauth")
    static final class Health {

        @Bean
        @ConditionalOnMissingBean(name = "oauthHealthIndicator")
        HealthIndicator oauthHealthIndicator(CamelContext context) {
            return new OAuthHealth(context, Clock.systemUTC());
        }
    }
}
